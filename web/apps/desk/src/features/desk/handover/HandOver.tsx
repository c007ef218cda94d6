import { useMay, workspaceListColleagues, workspaceListQueues, type DeskCall } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Elapsed, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { Modal, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowForwardUp, IconSearch, IconUsersPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ComponentProps } from 'react';
import { Caller } from '../caller';
import { BarButton } from '../noren/BarButton';
import { Choice } from './Choice';
import styles from './HandOver.module.css';
import { Targets } from './Targets';
import { numberIn, peopleLike, queuesLike, type Mode, type Target } from './target';

/** Hand the call on, ask somebody first, or ask them in: one dialog, two keys. */
export function HandOver({ call, disabled }: { call: DeskCall; disabled: boolean }) {
  const { t } = useTranslation('desk');
  const [opened, { open, close }] = useDisclosure();
  const [mode, setMode] = useState<Mode>('consult');
  const [note, setNote] = useState<string>(); // closed and opened again, what was written is there
  const show = (first: Mode) => () => {
    setMode(first);
    open();
  };
  const done = () => {
    setNote(undefined);
    close();
  };
  return (
    <>
      <BarButton icon={IconArrowForwardUp} letter="T" label={t('bar.transfer')} expanded={opened && mode !== 'add'} disabled={disabled} testId="call-transfer" onPress={show('consult')} />
      <BarButton icon={IconUsersPlus} letter="C" label={t('bar.conference')} expanded={opened && mode === 'add'} disabled={disabled} testId="call-conference" onPress={show('add')} />
      <Modal opened={opened} onClose={close} size={830} padding={0} radius="lg" centered title={<Title call={call} />} closeButtonProps={{ 'aria-label': t('handover.close') }} classNames={{ header: styles.header!, body: styles.body! }}>
        {opened && <Dialog call={call} mode={mode} onMode={setMode} own={note} onWrite={setNote} onDone={done} />}
      </Modal>
    </>
  );
}

function Title({ call }: { call: DeskCall }) {
  const { t } = useTranslation('desk');
  return (
    <span className="row">
      <span className={styles.title}>{t('handover.title')}</span>
      <span className="meta ink3">
        <Caller pop={call.pop} plain /> · <Elapsed since={call.connected ?? call.since} />
      </span>
    </span>
  );
}

function Dialog({ call, mode, onMode, own, onWrite, onDone }: Omit<ComponentProps<typeof Choice>, 'target'>) {
  const { t } = useTranslation('desk');
  const mayDial = useMay('calls.dial');
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Target>();
  const people = useQuery({ queryKey: ['colleagues'], queryFn: ({ signal }) => workspaceListColleagues({ signal }), staleTime: 0 });
  const queues = useQuery({ queryKey: ['handover', 'queues'], queryFn: ({ signal }) => workspaceListQueues({ signal }), staleTime: 0 });
  const number = mayDial ? numberIn(text) : undefined;
  const found: Target[] = [
    ...(number ? [{ kind: 'number' as const, number }] : []),
    ...peopleLike(people.data ?? [], number ? '' : text).map(person => ({ kind: 'person' as const, person })),
    ...(mode === 'add' ? [] : queuesLike(queues.data ?? [], number ? '' : text).map(queue => ({ kind: 'queue' as const, queue }))),
  ];
  return (
    <div className={styles.panes}>
      <div className={styles.left}>
        <TextInput size="md" data-autofocus leftSection={<IconSearch size={18} />} placeholder={t(mayDial ? 'handover.search' : 'handover.searchInside')} aria-label={t(mayDial ? 'handover.search' : 'handover.searchInside')} value={text} onChange={event => { setText(event.currentTarget.value); }} onKeyDown={event => { if (event.key === 'Enter' && !event.nativeEvent.isComposing && found[0]) setChosen(found[0]); }} data-testid="transfer-search" />
        {(people.isPending || queues.isPending) && <SkeletonLines lines={6} height={40} />}
        <ProblemAlert error={people.error ?? queues.error} onRetry={() => { void people.refetch(); void queues.refetch(); }} />
        <Targets found={found} chosen={chosen} onChoose={setChosen} mode={mode} />
      </div>
      <Choice call={call} target={chosen} mode={mode} onMode={onMode} own={own} onWrite={onWrite} onDone={onDone} />
    </div>
  );
}
