import { calendarsAddOpeningHours, calendarsChangeOpeningHours, calendarsListDaysOff, keys, useSave, type OpeningHours } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { FormDrawer, Section, faultsOf } from '@madoguchi/ui';
import { Select, Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { countryName, zones } from './places';
import { Preview } from './Preview';
import { SpecialDays } from './SpecialDays';
import { isClockTime, type HoursWish } from './times';
import { WeekGrid } from './WeekGrid';

const noon = [{ start: '09:00', end: '12:00' }, { start: '13:00', end: '18:00' }];
const blank: HoursWish = { name: '', time_zone: 'Asia/Tokyo', week: [noon, noon, noon, noon, noon, [], []], on_holidays: [], country: 'JP', observes_closures: true, special_days: [], active: true };
const wishOf = ({ name, time_zone, week, on_holidays, country, observes_closures, special_days, active }: OpeningHours): HoursWish => ({ name, time_zone, week, on_holidays, country, observes_closures, special_days, active });

/** What cannot be read is said here already; the rest the server finds. */
function unreadable(wish: HoursWish): Record<string, string> {
  const faulty = (spans: HoursWish['week'][number]) => spans.some(({ start, end }) => !isClockTime(start) || !isClockTime(end));
  const found: [string, boolean][] = [
    ...wish.week.map((spans, day): [string, boolean] => [`week.${String(day)}`, faulty(spans)]),
    ['on_holidays', faulty(wish.on_holidays ?? [])],
    ...wish.special_days.map((day, at): [string, boolean] => [`special_days.${String(at)}.spans`, faulty(day.spans ?? [])]),
  ];
  return Object.fromEntries(found.filter(([, wrong]) => wrong).map(([at]) => [at, 'timeWrong']));
}

/** Opening hours as a whole: the week, holidays, special days, and what they say of a moment. */
export function HoursDrawer({ hours, onClose }: { hours: OpeningHours | undefined; onClose: () => void }) {
  const { t } = useTranslation('calendars');
  const cache = useQueryClient();
  const [wish, setWish] = useState(hours ? wishOf(hours) : blank);
  const [mine, setMine] = useState<Record<string, string>>({});
  const countries = useQuery({ queryKey: [...keys.holidays, 'countries'], queryFn: ({ signal }) => calendarsListDaysOff({ query: { year: new Date().getFullYear() }, signal }), staleTime: Infinity }).data?.countries;
  const save = useSave({
    version: hours?.version,
    save: match => (hours ? calendarsChangeOpeningHours({ path: { hours_id: hours.id }, body: wish, headers: match }) : calendarsAddOpeningHours({ body: wish })),
    onSuccess: onClose,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.openingHours }),
  });
  const change = (part: Partial<HoursWish>) => { setWish(before => ({ ...before, ...part })); };
  const theirs = faultsOf(save.error);
  const fault = (at: string) => {
    const own = mine[at];
    return own ? t(own) : Object.entries(theirs).find(([place]) => place === at || place.startsWith(`${at}.`))?.[1];
  };
  const submit = () => {
    const wrong = { ...unreadable(wish), ...(wish.name.trim() ? {} : { name: 'nameMissing' }) };
    setMine(wrong);
    if (Object.keys(wrong).length === 0) save.mutate();
  };
  return (
    <FormDrawer opened size={760} title={hours ? hours.name : t('hours.add')} submit={t('ui:save')} onClose={onClose} onSubmit={submit} saving={save.isPending} error={save.error} testId="hours-form">
      <TextInput label={t('hours.name')} required value={wish.name} error={fault('name')} onChange={event => { change({ name: event.currentTarget.value }); }} data-testid="hours-name" />
      <Section level={2} title={t('hours.week')}>
        <WeekGrid wish={wish} onChange={change} fault={fault} />
      </Section>
      <Switch label={t('hours.closures')} description={t('hours.closuresHint')} checked={wish.observes_closures} onChange={event => { change({ observes_closures: event.currentTarget.checked }); }} />
      <Section level={2} title={t('special.title')}>
        <SpecialDays value={wish.special_days} onChange={special_days => { change({ special_days }); }} fault={fault} />
      </Section>
      <div className="row">
        <Select className="grow" label={t('hours.zone')} searchable allowDeselect={false} data={zones(wish.time_zone)} value={wish.time_zone} error={fault('time_zone')} onChange={time_zone => { if (time_zone) change({ time_zone }); }} />
        <Select className="grow" label={t('hours.country')} searchable clearable placeholder={t('hours.noCountry')} data={(countries ?? [wish.country]).filter(Boolean).map(code => ({ value: code, label: countryName(code, t('locale')) }))} value={wish.country || null} error={fault('country')} onChange={country => { change({ country: country ?? '' }); }} />
      </div>
      <Switch label={t('hours.active')} description={t('hours.activeHint')} checked={wish.active} onChange={event => { change({ active: event.currentTarget.checked }); }} />
      <Section level={2} title={t('preview.title')}>
        <Preview wish={wish} />
      </Section>
    </FormDrawer>
  );
}
