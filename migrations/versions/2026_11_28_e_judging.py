"""Judging: the body a seat scores with."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_28_e_judging'
down_revision = '2026_11_24_c_inquiries'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.add_column(sa.Column('body', sa.String(), nullable=False, server_default=''))
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.alter_column('body', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.drop_column('body')
