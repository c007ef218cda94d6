import { customersCheckImport, customersMapImport, ifMatch, keys, type ImportView, type Mapping } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, ProblemAlert } from '@madoguchi/ui';
import { Alert, Button, Radio, Select } from '@mantine/core';
import { IconAlertTriangle, IconChecklist } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import own from './Imports.module.css';
import { given, mappingFault } from './state';

type Options = Required<NonNullable<Mapping['options']>>;
const MATCH = ['phone', 'email', 'number', 'none'] as const;
const ON_MATCH = ['update', 'skip'] as const;

/** Which column is which field, and what happens to somebody who is there already. Suggested by the server, corrected here. */
export function MapStep({ work, onChecked }: { work: ImportView; onChecked: () => void }) {
  const { t } = useTranslation('customers');
  const cache = useQueryClient();
  const [mapping, setMapping] = useState(work.mapping);
  const [options, setOptions] = useState<Options>({ match_by: 'phone', on_match: 'update', ...work.options });
  const fault = mappingFault(mapping, options.match_by);
  const check = useMutation({
    mutationFn: async () => {
      await customersMapImport({ path: { import_id: work.id }, body: { mapping: mapping as Mapping['mapping'], options }, headers: ifMatch(work.version) });
      return customersCheckImport({ path: { import_id: work.id } });
    },
    onSuccess: checking => {
      cache.setQueryData(keys.import(work.id), checking);
      onChecked();
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.imports }),
  });
  return (
    <>
      {work.problem && (
        <Alert color="akane" variant="light" icon={<IconAlertTriangle size={18} />} title={t('imports.failed')}>
          {t(`imports.problem.${work.problem}`, work.problem)}
        </Alert>
      )}
      <Card flush>
        <table className={own.mapping} aria-label={t('imports.step.map')}>
          <thead>
            <tr>
              <th scope="col">{t('imports.column')}</th>
              <th scope="col">{t('imports.samples')}</th>
              <th scope="col">{t('imports.becomes')}</th>
            </tr>
          </thead>
          <tbody>
            {work.columns.map(({ heading, samples }, index) => {
              const at = String(index);
              const name = heading || t('imports.columnNo', { no: index + 1 });
              return (
                <tr key={at}>
                  <th scope="row">{name}</th>
                  <td className={own.samples}>{samples.filter(Boolean).join(t('imports.between'))}</td>
                  <td>
                    <Select
                      w={280}
                      searchable
                      clearable
                      aria-label={t('imports.fieldOf', { column: name })}
                      placeholder={t('imports.unread')}
                      data={work.fields.map(field => ({ value: field, label: t(`imports.field.${field}`, field) }))}
                      value={mapping[at] ?? null}
                      onChange={field => { setMapping(given(mapping, at, field)); }}
                      data-testid={`import-column-${at}`}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Card>
      <Card>
        <div className={own.options}>
          <Radio.Group label={t('imports.matchBy')} description={t('imports.matchByHint')} value={options.match_by} onChange={value => { setOptions({ ...options, match_by: value as Options['match_by'] }); }}>
            <div className={`col ${own.choices}`}>
              {MATCH.map(value => <Radio key={value} value={value} label={t(`imports.match.${value}`)} data-testid={`import-match-${value}`} />)}
            </div>
          </Radio.Group>
          <Radio.Group label={t('imports.onMatch')} description={t('imports.onMatchHint')} value={options.on_match} onChange={value => { setOptions({ ...options, on_match: value as Options['on_match'] }); }}>
            <div className={`col ${own.choices}`}>
              {ON_MATCH.map(value => <Radio key={value} value={value} label={t(`imports.then.${value}`)} disabled={options.match_by === 'none'} />)}
            </div>
          </Radio.Group>
        </div>
      </Card>
      <ProblemAlert error={check.error} />
      <div className={own.foot}>
        <span className={`grow ${fault ? 'warn' : 'ink2'}`} role="status">
          {t(fault ? `imports.${fault}` : 'imports.dry')}
        </span>
        <Button leftSection={<IconChecklist size={16} />} disabled={fault !== null} loading={check.isPending} onClick={() => { check.mutate(); }} data-testid="import-check">
          {t('imports.check')}
        </Button>
      </div>
    </>
  );
}
