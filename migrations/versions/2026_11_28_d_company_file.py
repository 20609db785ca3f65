"""Companies: the papers they keep for every call, their field and website; the words of stored files."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_28_d_company_file'
down_revision = '2026_11_28_2_extensions'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('giver', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('replaces_id', sa.Integer(), nullable=True),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_for', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("issued_on IS NULL OR valid_until IS NULL OR issued_on <= valid_until", name=op.f('ck_paper_dates')),
    sa.CheckConstraint("kind != 'award' OR (title != '' AND year IS NOT NULL)", name=op.f('ck_paper_award')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_paper_company_id')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_paper_file_id')),
    sa.ForeignKeyConstraint(['replaces_id'], ['paper.id'], name=op.f('fk_paper_replaces_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper')),
    sa.UniqueConstraint('replaces_id', name=op.f('uq_paper_replaces_id'))
    )
    with op.batch_alter_table('paper', schema=None) as batch_op:
        batch_op.create_index('ix_paper_company', ['company_id', 'id'], unique=False)
        batch_op.create_index('ix_paper_expiring', ['valid_until'], unique=False,
                              sqlite_where=sa.text('retired_at IS NULL'), postgresql_where=sa.text('retired_at IS NULL'))
    op.create_table('file_text',
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('trouble', sa.String(), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_file_text_file_id')),
    sa.PrimaryKeyConstraint('file_id', name=op.f('pk_file_text'))
    )
    with op.batch_alter_table('company', schema=None) as batch_op:
        batch_op.add_column(sa.Column('field', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('homepage', sa.String(), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('company', schema=None) as batch_op:
        batch_op.drop_column('homepage')
        batch_op.drop_column('field')
    op.drop_table('file_text')
    op.drop_table('paper')
