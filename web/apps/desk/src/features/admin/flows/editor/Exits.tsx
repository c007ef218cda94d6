import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Section } from '@madoguchi/ui';
import { Select } from '@mantine/core';
import { connect, targetOf } from './graph';
import type { Step } from './kinds';
import { useEditor } from './useEditor';
import { useWords, type Things } from './useNames';

/** Where each way out leads: the lines of the canvas, by name and by keys. */
export function Exits({ step, things, bare }: { step: Step; things: Things; bare?: boolean }) {
  const { t } = useTranslation('flows');
  const ja = useLocale() === 'ja';
  const { graph, change, readonly, exitsOf } = useEditor();
  const words = useWords(things);
  const exits = exitsOf(step.id);
  if (exits.length === 0) return bare ? <span className="ink3">{t('exits.ends')}</span> : null;
  const targets = graph.nodes.filter(({ id, kind }) => id !== step.id && kind !== 'start').map(each => ({ value: each.id, label: `${words.kind(each)}${t('colon')}${words.name(each)}` }));
  const list = exits.map(exit => {
    const called = ja ? exit.called.ja : exit.called.en;
    const instead = exits.find(({ name }) => name === exit.instead);
    return (
      <Select
        key={exit.name}
        size="xs"
        label={called}
        aria-label={t('exits.of', { step: words.name(step), exit: called })}
        placeholder={instead ? t('exits.as', { exit: ja ? instead.called.ja : instead.called.en }) : t(exit.needed ? 'exits.open' : 'exits.goesOn')}
        error={exit.needed && !exit.leads && !targetOf(graph, step.id, exit.name)}
        clearable
        searchable
        disabled={readonly}
        data={targets}
        value={targetOf(graph, step.id, exit.name) ?? null}
        onChange={target => { change(connect(graph, step.id, exit.name, target)); }}
        data-testid={`exit-${exit.name}`}
      />
    );
  });
  return bare ? <div className="col">{list}</div> : <Section title={t('exits.title')}><div className="col">{list}</div></Section>;
}
