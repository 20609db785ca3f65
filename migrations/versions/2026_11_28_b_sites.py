"""Municipalities and departments edited by two people; the catalog of sites with blackout dates and photos."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_28_b_sites'
down_revision = '2026_11_24_c_inquiries'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('municipality', 'department'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))


def downgrade() -> None:
    for table in ('department', 'municipality'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('version')
