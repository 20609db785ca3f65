"""Judging: the body a seat scores with, points entered from facts, deductions, the verdicts on a stage's gates."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_28_e_judging'
down_revision = '2026_11_28_b_sites'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.add_column(sa.Column('body', sa.String(), nullable=False, server_default=''))
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.alter_column('body', server_default=None)
    for table in ('tally', 'decision'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('deductions_e4', sa.Integer(), nullable=False, server_default='0'))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column('deductions_e4', server_default=None)
    op.create_table('applied_deduction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('proof', sa.String(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by_id', sa.Integer(), nullable=True),
    sa.Column('undone_reason', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_applied_deduction_by_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_applied_deduction_proposal_id')),
    sa.ForeignKeyConstraint(['undone_by_id'], ['user.id'], name=op.f('fk_applied_deduction_undone_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_applied_deduction'))
    )
    with op.batch_alter_table('applied_deduction', schema=None) as batch_op:
        batch_op.create_index('uq_applied_deduction_standing', ['proposal_id', 'key'], unique=True,
                              sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))
        batch_op.create_index('ix_applied_deduction_proposal', ['proposal_id', 'id'], unique=False)
    op.create_table('gate_verdict',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('stage_key', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_gate_verdict_by_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_gate_verdict_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_verdict')),
    sa.UniqueConstraint('proposal_id', 'stage_key', 'key', name=op.f('uq_gate_verdict_proposal_id_stage_key_key'))
    )
    op.create_table('entered_points',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('stage_key', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('points_e4', sa.Integer(), nullable=False),
    sa.Column('facts', sa.String(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_entered_points_by_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_entered_points_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entered_points')),
    sa.UniqueConstraint('proposal_id', 'stage_key', 'key', name=op.f('uq_entered_points_proposal_id_stage_key_key'))
    )


def downgrade() -> None:
    op.drop_table('entered_points')
    op.drop_table('gate_verdict')
    op.drop_table('applied_deduction')
    for table in ('decision', 'tally'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('deductions_e4')
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.drop_column('body')
