"""Selections and decisions, secret until released."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_24_8_decisions'
down_revision = '2026_11_24_7_reviews'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('selection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('stage_key', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('undecided', sa.Integer(), nullable=False),
    sa.Column('places_taken', sa.Integer(), nullable=False),
    sa.Column('places', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('edition_number', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('returned_reason', sa.String(), nullable=False),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_by_id', sa.Integer(), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_selection_call_id')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['user.id'], name=op.f('fk_selection_confirmed_by_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['user.id'], name=op.f('fk_selection_proposed_by_id')),
    sa.ForeignKeyConstraint(['released_by_id'], ['user.id'], name=op.f('fk_selection_released_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_selection')),
    sa.UniqueConstraint('call_id', 'stage_key', name=op.f('uq_selection_call_id_stage_key'))
    )
    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('selection_id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('reserve_rank', sa.Integer(), nullable=True),
    sa.Column('grant_won', sa.BigInteger(), nullable=True),
    sa.Column('requested_won', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('mean_e4', sa.Integer(), nullable=True),
    sa.Column('bonus_e4', sa.Integer(), nullable=False),
    sa.Column('final_e4', sa.Integer(), nullable=True),
    sa.Column('passed', sa.Boolean(), nullable=True),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('called_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('called_up_reason', sa.String(), nullable=False),
    sa.Column('given_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('given_up_reason', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('grant_won >= 0', name=op.f('ck_decision_grant_won')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_decision_proposal_id')),
    sa.ForeignKeyConstraint(['selection_id'], ['selection.id'], name=op.f('fk_decision_selection_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('selection_id', 'proposal_id', name=op.f('uq_decision_selection_id_proposal_id'))
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_proposal_id'), ['proposal_id'], unique=False)
        batch_op.create_index('ix_decision_rank', ['selection_id', 'rank', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index('ix_decision_rank')
        batch_op.drop_index(batch_op.f('ix_decision_proposal_id'))

    op.drop_table('decision')
    op.drop_table('selection')
