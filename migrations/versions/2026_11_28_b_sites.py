"""Municipalities and departments edited by two people; the catalog of sites, and what their owners answer to proposals."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_28_b_sites'
down_revision = '2026_11_28_d_company_file'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('municipality', 'department'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.add_column(sa.Column('address', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('latitude', sa.Double(), nullable=True))
        batch_op.add_column(sa.Column('longitude', sa.Double(), nullable=True))
        batch_op.add_column(sa.Column('network_kind', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('hours', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('capacity', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('notes', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.alter_column('department_id', existing_type=sa.Integer(), nullable=False)  # every loaded site has one
        batch_op.drop_column('owner')  # it repeated the department's name
        batch_op.create_index(batch_op.f('ix_site_department_id'), ['department_id'], unique=False)
        batch_op.create_check_constraint('latitude', 'latitude BETWEEN 33 AND 39')
        batch_op.create_check_constraint('longitude', 'longitude BETWEEN 124 AND 132')
        batch_op.create_check_constraint('position', '(latitude IS NULL) = (longitude IS NULL)')
        batch_op.create_check_constraint('capacity', 'capacity > 0')
    op.create_table('site_blackout',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('starts_on <= ends_on', name=op.f('ck_site_blackout_order')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_site_blackout_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site_blackout')),
    sa.UniqueConstraint('site_id', 'starts_on', 'ends_on', name=op.f('uq_site_blackout_site_id_starts_on_ends_on'))
    )
    op.create_table('site_photo',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('alt', sa.JSON(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_site_photo_file_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_site_photo_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site_photo'))
    )
    with op.batch_alter_table('site_photo', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_site_photo_site_id'), ['site_id'], unique=False)
    op.create_table('siting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['user.id'], name=op.f('fk_siting_answered_by_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_siting_proposal_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_siting_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_siting')),
    sa.UniqueConstraint('proposal_id', 'site_id', name=op.f('uq_siting_proposal_id_site_id'))
    )
    with op.batch_alter_table('siting', schema=None) as batch_op:
        batch_op.create_index('ix_siting_list', ['site_id', 'state', 'due_on', 'id'], unique=False)


def downgrade() -> None:
    op.drop_table('siting')
    op.drop_table('site_photo')
    op.drop_table('site_blackout')
    with op.batch_alter_table('site', schema=None) as batch_op:
        for name in ('latitude', 'longitude', 'position', 'capacity'):
            batch_op.drop_constraint(batch_op.f(f'ck_site_{name}'), type_='check')
        batch_op.drop_index(batch_op.f('ix_site_department_id'))
        batch_op.add_column(sa.Column('owner', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.alter_column('department_id', existing_type=sa.Integer(), nullable=True)
        for name in ('version', 'notes', 'capacity', 'hours', 'network_kind', 'longitude', 'latitude', 'address'):
            batch_op.drop_column(name)
    for table in ('department', 'municipality'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('version')
