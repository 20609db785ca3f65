"""Seats on panels, reviews, marks and tallies."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_24_7_reviews'
down_revision = '2026_11_24_6_proposals'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('seat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('stage_key', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('email', sa.String(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('substitute', sa.Boolean(), nullable=False),
    sa.Column('group', sa.String(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('pledges', sa.JSON(), nullable=False),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('user_id IS NOT NULL OR email IS NOT NULL', name=op.f('ck_seat_someone')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_seat_call_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_seat_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat')),
    sa.UniqueConstraint('call_id', 'stage_key', 'email', name=op.f('uq_seat_call_id_stage_key_email')),
    sa.UniqueConstraint('call_id', 'stage_key', 'user_id', name=op.f('uq_seat_call_id_stage_key_user_id'))
    )
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seat_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_seat_user_id'), ['user_id'], unique=False)

    op.create_table('review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('stage_key', sa.String(), nullable=False),
    sa.Column('reviewer_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('conflict_kind', sa.String(), nullable=False),
    sa.Column('conflict', sa.String(), nullable=False),
    sa.Column('conflict_known_on', sa.Date(), nullable=True),
    sa.Column('conflict_answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('criterion_totals', sa.JSON(), nullable=True),
    sa.Column('total_e4', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_review_call_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_review_proposal_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['user.id'], name=op.f('fk_review_reviewer_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_review_seat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    sa.UniqueConstraint('seat_id', 'proposal_id', name=op.f('uq_review_seat_id_proposal_id'))
    )
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index('ix_review_panel', ['call_id', 'stage_key', 'seat_id', 'state'], unique=False)
        batch_op.create_index('ix_review_proposal', ['proposal_id', 'stage_key', 'state'], unique=False)
        batch_op.create_index('ix_review_queue', ['reviewer_id', 'state', 'id'], unique=False)

    op.create_table('tally',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('stage_key', sa.String(), nullable=False),
    sa.Column('assigned', sa.Integer(), nullable=False),
    sa.Column('confirmed', sa.Integer(), nullable=False),
    sa.Column('recused', sa.Integer(), nullable=False),
    sa.Column('enough', sa.Boolean(), nullable=False),
    sa.Column('mean_e4', sa.Integer(), nullable=True),
    sa.Column('bonus_e4', sa.Integer(), nullable=False),
    sa.Column('final_e4', sa.Integer(), nullable=True),
    sa.Column('passed', sa.Boolean(), nullable=True),
    sa.Column('rank_key', sa.String(), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_tally_call_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_tally_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tally')),
    sa.UniqueConstraint('proposal_id', 'stage_key', name=op.f('uq_tally_proposal_id_stage_key'))
    )
    with op.batch_alter_table('tally', schema=None) as batch_op:
        batch_op.create_index('ix_tally_rank', ['call_id', 'stage_key', 'rank_key', 'proposal_id'], unique=False)
        batch_op.create_index('ix_tally_waiting', ['call_id', 'stage_key', 'proposal_id'], unique=False, sqlite_where=sa.text('enough IS 0 OR confirmed < assigned'), postgresql_where=sa.text('enough IS false OR confirmed < assigned'))

    op.create_table('mark',
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_mark_review_id')),
    sa.PrimaryKeyConstraint('review_id', 'kind', 'key', name=op.f('pk_mark'))
    )


def downgrade() -> None:
    op.drop_table('mark')
    with op.batch_alter_table('tally', schema=None) as batch_op:
        batch_op.drop_index('ix_tally_waiting', sqlite_where=sa.text('enough IS 0 OR confirmed < assigned'), postgresql_where=sa.text('enough IS false OR confirmed < assigned'))
        batch_op.drop_index('ix_tally_rank')

    op.drop_table('tally')
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_index('ix_review_queue')
        batch_op.drop_index('ix_review_proposal')
        batch_op.drop_index('ix_review_panel')

    op.drop_table('review')
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_seat_user_id'))
        batch_op.drop_index(batch_op.f('ix_seat_email'))

    op.drop_table('seat')
