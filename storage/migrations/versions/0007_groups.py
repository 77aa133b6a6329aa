"""groups: pairs become groups with members, of which there may be two or more; plans and objectives get authors"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

OF_ACTIVE_PAIRS = "kind = 'pair' AND role = 'mentee' AND state = 'active'"
IN_SEATS = "kind = 'pair' AND role = 'mentor' AND state IN ('offered', 'active')"

# JSON made by the database itself, so that a large office need not pass through this process.
OBJECT = {'sqlite': 'json_object({}, json({}))', 'postgresql': 'json_build_object({}, {})'}
LIST = {'sqlite': 'json_array(json({}))', 'postgresql': 'json_build_array({})'}
WORDS = {'sqlite': 'json_object({}, {})', 'postgresql': 'json_build_object({}, {})'}
EMPTY = {'sqlite': "'{}'", 'postgresql': "CAST('{}' AS json)"}
NOTHING = {'sqlite': "'[]'", 'postgresql': "CAST('[]' AS json)"}


def upgrade() -> None:
    database = op.get_bind().dialect.name
    _groups(database)
    _memberships()
    _sessions(database)
    op.drop_table('pairs')


def _groups(database: str) -> None:
    op.create_table('groups',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('proposal', sa.Text(), nullable=False),
    sa.Column('score', sa.BigInteger(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted', sa.JSON(), nullable=False),
    sa.Column('declines', sa.JSON(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('activated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agreement', sa.JSON(), nullable=True),
    sa.Column('plans', sa.JSON(), nullable=False),
    sa.Column('contracts_kept', sa.JSON(), nullable=False),
    sa.Column('midterm', sa.JSON(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_because', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_groups_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'id', name=op.f('pk_groups')),
    sa.UniqueConstraint('cohort', 'id', 'kind', 'state', name=op.f('uq_groups_cohort_id_kind_state'))
    )
    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.create_index('ix_groups_scope', ['cohort', 'scope'], unique=False)
    same = (
        'cohort, id, state, proposal, score, reasons, offered_at, accepted, starts_on, activated_at, agreement, '
        'contracts_kept, midterm, ended_at, ended_because, scope'
    )
    declines = f"CASE WHEN decline IS NULL THEN {NOTHING[database]} ELSE {LIST[database].format('decline')} END"
    plans = f"CASE WHEN plan IS NULL THEN {EMPTY[database]} ELSE {OBJECT[database].format('mentee', 'plan')} END"
    op.execute(
        sa.text(
            f"INSERT INTO groups ({same}, kind, declines, plans) SELECT {same}, 'pair', {declines}, {plans} FROM pairs"
        )
    )


def _memberships() -> None:
    with op.batch_alter_table('pairs', schema=None) as batch_op:
        for index in ('ix_pairs_mentee', 'ix_pairs_mentor', 'one_active_pair_per_mentee', 'one_pair_per_seat'):
            batch_op.drop_index(index)
    op.create_table('memberships',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('group', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('seat', sa.BigInteger(), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.CheckConstraint("kind <> 'pair' OR role <> 'mentor' OR seat >= 1", name=op.f('ck_memberships_seat')),
    sa.ForeignKeyConstraint(['cohort', 'code'], ['participants.cohort', 'participants.id'], name=op.f('fk_memberships_cohort_code')),
    sa.ForeignKeyConstraint(['cohort', 'group', 'kind', 'state'], ['groups.cohort', 'groups.id', 'groups.kind', 'groups.state'], name=op.f('fk_memberships_cohort_group_kind_state'), onupdate='CASCADE'),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_memberships_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'group', 'code', name=op.f('pk_memberships'))
    )
    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.create_index('ix_memberships_code', ['cohort', 'code', 'group'], unique=False)
        batch_op.create_index('one_active_pair_per_mentee', ['cohort', 'code'], unique=True, sqlite_where=sa.text(OF_ACTIVE_PAIRS), postgresql_where=sa.text(OF_ACTIVE_PAIRS))
        batch_op.create_index('one_pair_per_seat', ['cohort', 'code', 'seat'], unique=True, sqlite_where=sa.text(IN_SEATS), postgresql_where=sa.text(IN_SEATS))
    for position, (role, seat) in enumerate((('mentee', '0'), ('mentor', 'seat'))):
        op.execute(
            sa.text(
                'INSERT INTO memberships (cohort, "group", position, code, role, seat, kind, state) '
                f"SELECT cohort, id, {position}, {role}, '{role}', {seat}, 'pair', state FROM pairs"
            )
        )


def _sessions(database: str) -> None:
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('objectives', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('group', sa.Text(), nullable=True))
    mentee = '(SELECT mentee FROM pairs WHERE pairs.cohort = sessions.cohort AND pairs.id = sessions.pair)'
    told = WORDS[database].format(mentee, 'objective')
    op.execute(
        sa.text(
            'UPDATE sessions SET "group" = pair, '
            f"objectives = CASE WHEN objective = '' THEN {EMPTY[database]} ELSE {told} END"
        )
    )
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.drop_constraint('fk_sessions_cohort_pair', type_='foreignkey')
        batch_op.drop_column('pair')
        batch_op.drop_column('objective')
        batch_op.alter_column('objectives', existing_type=sa.JSON(), nullable=False)
        batch_op.alter_column('group', existing_type=sa.Text(), nullable=False)
        batch_op.create_foreign_key('fk_sessions_cohort_group', 'groups', ['cohort', 'group'], ['cohort', 'id'])


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
