"""Pilots, milestones with claims, KPIs with readings."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_24_9_pilots'
down_revision = '2026_11_24_8_decisions'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('pilot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('grant_won', sa.BigInteger(), nullable=False),
    sa.Column('ended_reason', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_pilot_call_id')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_pilot_company_id')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_pilot_department_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_pilot_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pilot')),
    sa.UniqueConstraint('number', name=op.f('uq_pilot_number')),
    sa.UniqueConstraint('proposal_id', name=op.f('uq_pilot_proposal_id'))
    )
    with op.batch_alter_table('pilot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pilot_company_id'), ['company_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pilot_department_id'), ['department_id'], unique=False)
        batch_op.create_index('ix_pilot_list', ['call_id', 'state', 'id'], unique=False)

    op.create_table('kpi',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pilot_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('baseline', sa.String(), nullable=False),
    sa.Column('target', sa.String(), nullable=False),
    sa.Column('direction', sa.String(), nullable=False),
    sa.Column('method', sa.String(), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['pilot_id'], ['pilot.id'], name=op.f('fk_kpi_pilot_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kpi'))
    )
    with op.batch_alter_table('kpi', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kpi_pilot_id'), ['pilot_id'], unique=False)

    op.create_table('milestone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pilot_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('deliverable', sa.JSON(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('approver', sa.String(), nullable=False),
    sa.Column('payment_pct', sa.Integer(), nullable=False),
    sa.Column('follow_up', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('overdue_told_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('payment_pct between 0 and 100', name=op.f('ck_milestone_payment_pct')),
    sa.ForeignKeyConstraint(['pilot_id'], ['pilot.id'], name=op.f('fk_milestone_pilot_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestone')),
    sa.UniqueConstraint('pilot_id', 'key', name=op.f('uq_milestone_pilot_id_key'))
    )
    with op.batch_alter_table('milestone', schema=None) as batch_op:
        batch_op.create_index('ix_milestone_due', ['state', 'due_on'], unique=False)

    op.create_table('claim',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('milestone_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(), nullable=True),
    sa.Column('verdict_reason', sa.String(), nullable=False),
    sa.Column('verdict_by_id', sa.Integer(), nullable=True),
    sa.Column('verdict_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_claim_by_id')),
    sa.ForeignKeyConstraint(['milestone_id'], ['milestone.id'], name=op.f('fk_claim_milestone_id')),
    sa.ForeignKeyConstraint(['verdict_by_id'], ['user.id'], name=op.f('fk_claim_verdict_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim')),
    sa.UniqueConstraint('milestone_id', 'number', name=op.f('uq_claim_milestone_id_number'))
    )
    op.create_table('due_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('milestone_id', sa.Integer(), nullable=False),
    sa.Column('before', sa.Date(), nullable=False),
    sa.Column('after', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_due_change_by_id')),
    sa.ForeignKeyConstraint(['milestone_id'], ['milestone.id'], name=op.f('fk_due_change_milestone_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_due_change'))
    )
    with op.batch_alter_table('due_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_due_change_milestone_id'), ['milestone_id'], unique=False)

    op.create_table('reading',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kpi_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.Column('measured_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('voided_by_id', sa.Integer(), nullable=True),
    sa.Column('void_reason', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_reading_by_id')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_reading_file_id')),
    sa.ForeignKeyConstraint(['kpi_id'], ['kpi.id'], name=op.f('fk_reading_kpi_id')),
    sa.ForeignKeyConstraint(['voided_by_id'], ['user.id'], name=op.f('fk_reading_voided_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading'))
    )
    with op.batch_alter_table('reading', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reading_kpi_id'), ['kpi_id'], unique=False)

    op.create_table('claim_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['claim_id'], ['claim.id'], name=op.f('fk_claim_file_claim_id')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_claim_file_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim_file'))
    )
    with op.batch_alter_table('claim_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claim_file_claim_id'), ['claim_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('claim_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_claim_file_claim_id'))

    op.drop_table('claim_file')
    with op.batch_alter_table('reading', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reading_kpi_id'))

    op.drop_table('reading')
    with op.batch_alter_table('due_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_due_change_milestone_id'))

    op.drop_table('due_change')
    op.drop_table('claim')
    with op.batch_alter_table('milestone', schema=None) as batch_op:
        batch_op.drop_index('ix_milestone_due')

    op.drop_table('milestone')
    with op.batch_alter_table('kpi', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kpi_pilot_id'))

    op.drop_table('kpi')
    with op.batch_alter_table('pilot', schema=None) as batch_op:
        batch_op.drop_index('ix_pilot_list')
        batch_op.drop_index(batch_op.f('ix_pilot_department_id'))
        batch_op.drop_index(batch_op.f('ix_pilot_company_id'))

    op.drop_table('pilot')
