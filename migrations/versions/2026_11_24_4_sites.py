"""Testbed sites."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_24_4_sites'
down_revision = '2026_11_24_3_programs'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('site',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('owner', sa.JSON(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('power', sa.Boolean(), nullable=False),
    sa.Column('network', sa.JSON(), nullable=False),
    sa.Column('permits', sa.JSON(), nullable=False),
    sa.Column('video', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_site_department_id')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_site_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site')),
    sa.UniqueConstraint('code', name=op.f('uq_site_code'))
    )
    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_site_municipality_id'), ['municipality_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_site_municipality_id'))

    op.drop_table('site')
