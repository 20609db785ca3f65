"""Requests for offers of partners, and the organizations that take part in a proposal."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_28_h_offer_requests'
down_revision = '2026_11_28_g_partners'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('offer_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['user.id'], name=op.f('fk_offer_request_answered_by_id')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_request_offer_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_offer_request_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer_request')),
    sa.UniqueConstraint('proposal_id', 'offer_id', name=op.f('uq_offer_request_proposal_id_offer_id'))
    )
    with op.batch_alter_table('offer_request', schema=None) as batch_op:
        batch_op.create_index('ix_offer_request_list', ['offer_id', 'state', 'id'], unique=False)

    op.create_table('proposal_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('brn', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposal_member_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_member')),
    sa.UniqueConstraint('proposal_id', 'brn', name=op.f('uq_proposal_member_proposal_id_brn'))
    )
    with op.batch_alter_table('proposal_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_member_brn'), ['brn'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('proposal_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_member_brn'))

    op.drop_table('proposal_member')
    with op.batch_alter_table('offer_request', schema=None) as batch_op:
        batch_op.drop_index('ix_offer_request_list')

    op.drop_table('offer_request')
