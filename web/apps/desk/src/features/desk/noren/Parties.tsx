import { workspaceDrop, type DeskCall, type PartyShown } from '@madoguchi/api';
import { nationalPhone, useTranslation } from '@madoguchi/i18n';
import { Avatar, Elapsed } from '@madoguchi/ui';
import { ActionIcon, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPhone, IconUsers, IconX } from '@tabler/icons-react';
import { useDeskActions } from '../actions';
import { Caller } from '../caller';
import styles from './Noren.module.css';

/** Who is in the call, when it is more than the two of us. One of the others can be let go. */
export function Parties({ call }: { call: DeskCall }) {
  const { t } = useTranslation('desk');
  const [opened, { toggle, close }] = useDisclosure();
  const asking = call.invitation !== null && call.invitation.purpose !== 'add';
  if (call.parties.length < 3 || asking) return null;
  const count = call.parties.filter(party => party.state === 'talking').length;
  return (
    <Popover opened={opened} onChange={close} position="bottom" trapFocus shadow="md" width={320} transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <button type="button" className={styles.parties} onClick={toggle} aria-expanded={opened} aria-label={t('parties.open', { count: call.parties.length })} data-testid="call-parties">
          <IconUsers size={18} stroke={1.7} aria-hidden />
          <span className="tn">{count}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('parties.title')}>
        <h2 className="body b6">{t('parties.title')}</h2>
        <ul className="list">
          {call.parties.map(party => (
            <Party key={party.id} call={call} party={party} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

function Party({ call, party }: { call: DeskCall; party: PartyShown }) {
  const { t } = useTranslation('desk');
  const { command } = useDeskActions();
  const name = party.kind === 'guest' ? nationalPhone(party.number) : party.name;
  const drop = () => { command.mutate(() => workspaceDrop({ path: { interaction: call.interaction, party: party.id } })); };
  return (
    <li className="row" style={{ paddingBlock: 'var(--md-s1)' }} data-testid="party-row" data-kind={party.kind} data-state={party.state}>
      {party.kind === 'guest' ? <IconPhone size={18} aria-hidden /> : <Avatar name={party.kind === 'customer' ? (call.pop.customer?.name ?? '') : name} romaji={party.kind === 'customer' ? call.pop.customer?.romaji : null} />}
      <span className="grow">
        <span className="b5">{party.kind === 'customer' ? <Caller pop={call.pop} plain /> : name}</span>
        {party.me && <span className="meta ink3"> {t('parties.me')}</span>}
        <span className="row meta ink2">
          {t(`parties.${party.kind}`)} · {t(`parties.${party.state}`)} <Elapsed since={party.since} />
        </span>
      </span>
      {!party.me && party.kind !== 'customer' && (
        <ActionIcon onClick={drop} loading={command.isPending} aria-label={t('parties.drop', { name })} data-testid="party-drop">
          <IconX size={16} />
        </ActionIcon>
      )}
    </li>
  );
}
