import { type Number as PhoneNumber, type TestCall, type Trunk } from '@madoguchi/api';
import { nationalPhone, useLocale, useTranslation } from '@madoguchi/i18n';
import { Pill, Stamp, type Column, type Tone } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconPhoneOutgoing } from '@tabler/icons-react';
import { useMemo } from 'react';
import { ActivePill } from '../ActivePill';
import { RowName } from '../parts';
import { useFlows, useLines, useNumbers, useTestCalls, useTrunks } from './useSetup';

export function useNumberColumns(open: (number: PhoneNumber) => void): Column<PhoneNumber>[] {
  const { t } = useTranslation('admin');
  const ja = useLocale() === 'ja';
  const [flows, lines, trunks] = [useFlows().rows, useLines().rows, useTrunks().rows];
  return useMemo(
    () => [
      { key: 'number', title: t('numbers.number'), cell: row => <RowName onOpen={() => { open(row); }}><span className="tn nowrap">{nationalPhone(row.e164)}</span></RowName> },
      { key: 'label', title: t('numbers.label'), cell: row => row.label },
      {
        key: 'flow',
        title: t('numbers.flow'),
        cell: row => flows.find(each => each.id === row.entry_point)?.name ?? <Pill square tone="warn">{t('numbers.nowhere')}</Pill>,
      },
      {
        key: 'line',
        title: t('numbers.line'),
        cell: row => {
          const line = lines.find(each => each.id === row.line_of_business_id);
          return line && (ja ? line.name_ja : line.name_en);
        },
      },
      { key: 'trunk', title: t('numbers.trunk'), cell: row => trunks.find(each => each.id === row.trunk_id)?.name ?? <span className="ink3">{t('numbers.noTrunk')}</span> },
      { key: 'outbound', title: t('numbers.outbound'), cell: row => row.outbound && <Pill tone="line">{t('numbers.shown')}</Pill> },
      { key: 'active', title: t('state'), cell: row => <ActivePill active={row.active} /> },
    ],
    [t, ja, flows, lines, trunks, open],
  );
}

export function useTrunkColumns(open: (trunk: Trunk) => void, tryOut: (trunk: Trunk) => void): Column<Trunk>[] {
  const { t } = useTranslation('admin');
  const [numbers, tests] = [useNumbers().rows, useTestCalls().rows];
  return useMemo(
    () => [
      { key: 'name', title: t('trunks.name'), cell: row => <RowName onOpen={() => { open(row); }}>{row.name}</RowName> },
      { key: 'host', title: t('trunks.host'), cell: row => <code>{row.host}</code> },
      { key: 'login', title: t('trunks.login'), cell: row => (row.registers ? t('trunks.registersAs', { user: row.username }) : row.username ? t('trunks.userOnly', { user: row.username }) : t('trunks.byAddress')) },
      {
        key: 'numbers',
        title: t('trunks.numbers'),
        cell: row => <span className="tn">{numbers.filter(each => each.trunk_id === row.id).map(each => nationalPhone(each.e164)).join(t('and'))}</span>,
      },
      { key: 'test', title: t('trunks.lastTest'), cell: row => <LastTest test={tests.find(each => each.trunk_id === row.id)} /> },
      { key: 'active', title: t('state'), cell: row => <ActivePill active={row.active} /> },
      {
        key: 'try',
        title: <span className="visually-hidden">{t('test.title')}</span>,
        numeric: true,
        cell: row => (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPhoneOutgoing size={15} />}
            disabled={!row.active}
            aria-label={t('test.of', { name: row.name })}
            onClick={event => {
              event.stopPropagation();
              tryOut(row);
            }}
            data-testid="trunk-test"
          >
            {t('test.title')}
          </Button>
        ),
      },
    ],
    [t, numbers, tests, open, tryOut],
  );
}

const tone: Record<TestCall['state'], Tone> = { dialling: 'plain', ringing: 'plain', answered: 'ok', done: 'ok', failed: 'bad' };

function LastTest({ test }: { test: TestCall | undefined }) {
  const { t } = useTranslation('admin');
  if (!test) return <span className="ink3">{t('trunks.untested')}</span>;
  return (
    <span className="row">
      <Pill square tone={tone[test.state]}>
        {t(`test.is.${test.state}`)}
      </Pill>
      <span className="ink3">
        <Stamp at={test.made} />
      </span>
    </span>
  );
}
