"""Events: matching events, the companies invited, their meetings, questions and the follow-up."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_28_i_events'
down_revision = '2026_11_28_h_offer_requests'
branch_labels = None
depends_on = None

REQUESTED, BOOKED = sa.text("state = 'requested'"), sa.text("state IN ('accepted', 'held')")


def upgrade() -> None:
    op.create_table('event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('program_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('place', sa.JSON(), nullable=False),
    sa.Column('link', sa.String(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reply_by', sa.DateTime(timezone=True), nullable=True),
    sa.Column('slot_minutes', sa.Integer(), nullable=True),
    sa.Column('meet_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('meet_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('announced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('meet_from < meet_until', name=op.f('ck_event_meetings')),
    sa.CheckConstraint('slot_minutes > 0', name=op.f('ck_event_slot')),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_event_order')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_event_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('ix_event_program', ['program_id', 'id'], unique=False)
        batch_op.create_index('ix_event_public', ['state', 'starts_at', 'id'], unique=False)

    op.create_table('event_party',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=True),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(partner_id IS NULL) <> (department_id IS NULL)', name=op.f('ck_event_party_one_of_two')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_event_party_department_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_party_event_id')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_event_party_partner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_party')),
    sa.UniqueConstraint('event_id', 'department_id', name=op.f('uq_event_party_event_id_department_id')),
    sa.UniqueConstraint('event_id', 'partner_id', name=op.f('uq_event_party_event_id_partner_id'))
    )
    with op.batch_alter_table('event_party', schema=None) as batch_op:
        batch_op.create_index('ix_event_party_department', ['department_id'], unique=False)
        batch_op.create_index('ix_event_party_partner', ['partner_id'], unique=False)

    op.create_table('event_invitee',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('wish', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_late', sa.Boolean(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('attendance', sa.String(), nullable=False),
    sa.Column('result', sa.String(), nullable=False),
    sa.Column('result_note', sa.String(), nullable=False),
    sa.Column('result_on', sa.Date(), nullable=True),
    sa.Column('result_party_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("attendance IN ('', 'attended', 'late', 'absent')", name=op.f('ck_event_invitee_attendance')),
    sa.CheckConstraint("result IN ('', 'connected', 'declined', 'not_suitable')", name=op.f('ck_event_invitee_result')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_event_invitee_company_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_invitee_event_id')),
    sa.ForeignKeyConstraint(['result_party_id'], ['event_party.id'], name=op.f('fk_event_invitee_result_party_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_invitee')),
    sa.UniqueConstraint('event_id', 'company_id', name=op.f('uq_event_invitee_event_id_company_id'))
    )
    with op.batch_alter_table('event_invitee', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_invitee_company_id'), ['company_id'], unique=False)

    op.create_table('event_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('invitee_id', sa.Integer(), nullable=True),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('is_named', sa.Boolean(), nullable=False),
    sa.Column('wording', sa.String(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['user.id'], name=op.f('fk_event_question_answered_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['user.id'], name=op.f('fk_event_question_asked_by_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_question_event_id')),
    sa.ForeignKeyConstraint(['invitee_id'], ['event_invitee.id'], name=op.f('fk_event_question_invitee_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_question'))
    )
    with op.batch_alter_table('event_question', schema=None) as batch_op:
        batch_op.create_index('ix_event_question_list', ['event_id', 'state', 'id'], unique=False)

    op.create_table('meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('invitee_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('by_company', sa.Boolean(), nullable=False),
    sa.Column('wish', sa.String(), nullable=False),
    sa.Column('wished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("outcome IN ('', 'connected', 'agreed', 'not_suitable')", name=op.f('ck_meeting_outcome')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_meeting_event_id')),
    sa.ForeignKeyConstraint(['invitee_id'], ['event_invitee.id'], name=op.f('fk_meeting_invitee_id')),
    sa.ForeignKeyConstraint(['party_id'], ['event_party.id'], name=op.f('fk_meeting_party_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting'))
    )
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index('ix_meeting_company', ['invitee_id', 'starts_at'], unique=True,
                              sqlite_where=BOOKED, postgresql_where=BOOKED)
        batch_op.create_index(batch_op.f('ix_meeting_event_id'), ['event_id'], unique=False)
        batch_op.create_index('ix_meeting_party', ['party_id', 'starts_at'], unique=True,
                              sqlite_where=BOOKED, postgresql_where=BOOKED)
        batch_op.create_index('ix_meeting_waiting', ['invitee_id', 'party_id'], unique=True,
                              sqlite_where=REQUESTED, postgresql_where=REQUESTED)



def downgrade() -> None:
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_waiting', sqlite_where=REQUESTED, postgresql_where=REQUESTED)
        batch_op.drop_index('ix_meeting_party', sqlite_where=BOOKED, postgresql_where=BOOKED)
        batch_op.drop_index(batch_op.f('ix_meeting_event_id'))
        batch_op.drop_index('ix_meeting_company', sqlite_where=BOOKED, postgresql_where=BOOKED)

    op.drop_table('meeting')
    with op.batch_alter_table('event_question', schema=None) as batch_op:
        batch_op.drop_index('ix_event_question_list')

    op.drop_table('event_question')
    with op.batch_alter_table('event_invitee', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_invitee_company_id'))

    op.drop_table('event_invitee')
    with op.batch_alter_table('event_party', schema=None) as batch_op:
        batch_op.drop_index('ix_event_party_partner')
        batch_op.drop_index('ix_event_party_department')

    op.drop_table('event_party')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index('ix_event_public')
        batch_op.drop_index('ix_event_program')

    op.drop_table('event')
