"""Calls and the editions of their workflow."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_24_5_calls'
down_revision = '2026_11_24_4_sites'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('program_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('announced_on', sa.Date(), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('edition_number', sa.Integer(), nullable=False),
    sa.Column('last_serial', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_call_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call')),
    sa.UniqueConstraint('code', name=op.f('uq_call_code'))
    )
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_closes_at'), ['closes_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_program_id'), ['program_id'], unique=False)

    op.create_table('call_edition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_call_edition_call_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_edition')),
    sa.UniqueConstraint('call_id', 'number', name=op.f('uq_call_edition_call_id_number'))
    )


def downgrade() -> None:
    op.drop_table('call_edition')
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_call_program_id'))
        batch_op.drop_index(batch_op.f('ix_call_closes_at'))

    op.drop_table('call')
