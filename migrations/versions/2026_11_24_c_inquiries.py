"""Calls: questions and answers."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_24_c_inquiries'
down_revision = '2026_11_24_b_reminders'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('inquiry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('wording', sa.String(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['user.id'], name=op.f('fk_inquiry_answered_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['user.id'], name=op.f('fk_inquiry_asked_by_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_inquiry_call_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inquiry'))
    )
    with op.batch_alter_table('inquiry', schema=None) as batch_op:
        batch_op.create_index('ix_inquiry_asker', ['asked_by_id'], unique=False)
        batch_op.create_index('ix_inquiry_list', ['call_id', 'state', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('inquiry', schema=None) as batch_op:
        batch_op.drop_index('ix_inquiry_list')
        batch_op.drop_index('ix_inquiry_asker')
    op.drop_table('inquiry')
