"""Calls: drafts of changes that a second person approves."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_28_1_revisions'
down_revision = '2026_11_24_c_inquiries'
branch_labels = None
depends_on = None

LIVE = sa.text("state IN ('writing', 'proposed')")


def upgrade() -> None:
    op.create_table('revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('former', sa.JSON(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('undo', sa.JSON(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['approved_by_id'], ['user.id'], name=op.f('fk_revision_approved_by_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_revision_call_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['user.id'], name=op.f('fk_revision_proposed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision'))
    )
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.create_index('ix_revision_call', ['call_id', 'id'], unique=False)
        batch_op.create_index('ix_revision_live', ['call_id'], unique=True, sqlite_where=LIVE, postgresql_where=LIVE)
    op.create_table('trial',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('marks', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_trial_revision_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_trial_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trial')),
    sa.UniqueConstraint('revision_id', 'user_id', name=op.f('uq_trial_revision_id_user_id'))
    )
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.add_column(sa.Column('again_of_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_call_again_of_id'), 'call', ['again_of_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_call_again_of_id'), type_='foreignkey')
        batch_op.drop_column('again_of_id')
    op.drop_table('trial')
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.drop_index('ix_revision_live')
        batch_op.drop_index('ix_revision_call')
    op.drop_table('revision')
