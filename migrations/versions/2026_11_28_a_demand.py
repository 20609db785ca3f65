"""Demand: challenges, interests, matches and the standing pool."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_28_a_demand'
down_revision = '2026_11_28_f_tracks'
branch_labels = None
depends_on = None

LISTED, REGISTERED = sa.text("state = 'listed'"), sa.text("state = 'registered'")


def upgrade() -> None:
    op.create_table('pool_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('origin', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('summary', sa.String(), nullable=False),
    sa.Column('call_title', sa.JSON(), nullable=False),
    sa.Column('agreed_by_id', sa.Integer(), nullable=False),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['user.id'], name=op.f('fk_pool_entry_agreed_by_id')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_pool_entry_company_id')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_pool_entry_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_entry'))
    )
    with op.batch_alter_table('pool_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pool_entry_company_id'), ['company_id'], unique=False)
        batch_op.create_index('ix_pool_entry_list', ['state', 'id'], unique=False)
        batch_op.create_index('ix_pool_entry_origin', ['origin'], unique=True, sqlite_where=LISTED, postgresql_where=LISTED)
    op.create_table('challenge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('problem', sa.JSON(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('measure', sa.JSON(), nullable=False),
    sa.Column('figure', sa.String(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('target', sa.String(), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_challenge_department_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_challenge_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_challenge'))
    )
    with op.batch_alter_table('challenge', schema=None) as batch_op:
        batch_op.create_index('ix_challenge_department', ['department_id', 'id'], unique=False)
        batch_op.create_index('ix_challenge_open', ['state', 'closes_at', 'id'], unique=False)
    op.create_table('interest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('registered_by_id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=True),
    sa.Column('site_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('strength', sa.String(), nullable=False),
    sa.Column('wish', sa.String(), nullable=False),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('length(strength) <= 100', name=op.f('ck_interest_strength')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_interest_company_id')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_interest_municipality_id')),
    sa.ForeignKeyConstraint(['registered_by_id'], ['user.id'], name=op.f('fk_interest_registered_by_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_interest_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest'))
    )
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.create_index('ix_interest_call', ['state', 'field', 'municipality_id'], unique=False)
        batch_op.create_index('ix_interest_live', ['company_id', 'field'], unique=True, sqlite_where=REGISTERED, postgresql_where=REGISTERED)
    op.create_table('match',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('interest_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_match_challenge_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_match_decided_by_id')),
    sa.ForeignKeyConstraint(['interest_id'], ['interest.id'], name=op.f('fk_match_interest_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match')),
    sa.UniqueConstraint('challenge_id', 'interest_id', name=op.f('uq_match_challenge_id_interest_id'))
    )
    with op.batch_alter_table('match', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_match_interest_id'), ['interest_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('match', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_match_interest_id'))
    op.drop_table('match')
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.drop_index('ix_interest_live', sqlite_where=REGISTERED, postgresql_where=REGISTERED)
        batch_op.drop_index('ix_interest_call')
    op.drop_table('interest')
    with op.batch_alter_table('challenge', schema=None) as batch_op:
        batch_op.drop_index('ix_challenge_open')
        batch_op.drop_index('ix_challenge_department')
    op.drop_table('challenge')
    with op.batch_alter_table('pool_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_pool_entry_origin', sqlite_where=LISTED, postgresql_where=LISTED)
        batch_op.drop_index('ix_pool_entry_list')
        batch_op.drop_index(batch_op.f('ix_pool_entry_company_id'))
    op.drop_table('pool_entry')
