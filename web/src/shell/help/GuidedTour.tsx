import { Button, Tour } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { say } from '@/design/live';
import styles from './help.module.css';

interface Step {
  title: string;
  description: string;
  /** `data-tour` of what is pointed at: the first of them that is shown. */
  at: string[];
}

function useSteps(): Step[] {
  const { t } = useTranslation();
  return [
    { title: t('help.home'), description: t('help.home_text'), at: ['todo', 'home'] },
    { title: t('help.search'), description: t('help.search_text'), at: ['search'] },
    { title: t('help.create'), description: t('help.create_text'), at: ['new'] },
    { title: t('help.list'), description: t('help.list_text'), at: ['list', 'menu'] },
    { title: t('help.notices'), description: t('help.notices_text'), at: ['bell'] },
    { title: t('help.again'), description: t('help.again_text'), at: ['help'] },
  ];
}

/** More of the window than this is no place to point at. */
const MOST = 0.75;

/** A part of the page that one sees: what is folded away or not drawn has no size. */
function shown(places: string[]): HTMLElement | null {
  const all = places.flatMap((place) => [...document.querySelectorAll<HTMLElement>(`[data-tour="${place}"]`)]);
  const one = all.find((place) => place.getClientRects().length > 0) ?? null;
  // What fills a small window is pointed at by its head.
  const head = one?.firstElementChild;
  return one && head instanceof HTMLElement && one.clientHeight > window.innerHeight * MOST ? head : one;
}

/** The bubble is a dialog of its own: it has the focus, and Tab stays in it. */
function useDialog(title: string, open: boolean): void {
  useEffect(() => {
    if (!open) return;
    let bubble: HTMLElement | null = null;
    const hold = (event: KeyboardEvent) => {
      if (event.key !== 'Tab' || !bubble) return;
      const buttons = [...bubble.querySelectorAll('button')];
      const to = event.shiftKey ? buttons.at(-1) : buttons[0];
      const from = event.shiftKey ? buttons[0] : buttons.at(-1);
      if (document.activeElement !== from && bubble.contains(document.activeElement)) return;
      event.preventDefault();
      to?.focus();
    };
    const frame = requestAnimationFrame(() => {
      bubble = document.querySelector<HTMLElement>(`.${styles.tour} [data-tour-next]`);
      bubble = bubble?.closest<HTMLElement>(`.${styles.tour}`) ?? null;
      bubble?.setAttribute('role', 'dialog');
      bubble?.setAttribute('aria-label', title);
      bubble?.querySelector<HTMLElement>('[data-tour-next]')?.focus({ preventScroll: true });
    });
    window.addEventListener('keydown', hold);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('keydown', hold);
    };
  }, [title, open]);
}

/** Six places that one should know; what a person has no right to is left out. */
export function GuidedTour({ onEnd }: { onEnd: () => void }) {
  const { t } = useTranslation();
  const [at, setAt] = useState(0);
  const all = useSteps();
  // Fixed when it begins: a step that comes and goes would move the others.
  const [there] = useState(() => all.map((step, index) => index === 0 || shown(step.at) !== null));
  const steps = all.filter((_step, index) => there[index]);
  const last = at === steps.length - 1;
  const step = steps[at] as Step;
  useDialog(step.title, true);
  useEffect(() => say(`${step.title}: ${step.description}`), [step.title, step.description]);
  return (
    <Tour
      open
      current={at}
      onChange={setAt}
      onClose={onEnd}
      rootClassName={styles.tour}
      scrollIntoViewOptions={{ block: 'nearest' }}
      steps={steps.map(({ title, description, at: places }) => ({
        title,
        description,
        target: () => shown(places) as HTMLElement,
      }))}
      indicatorsRender={() => <span className="ks-muted">{t('help.step', { at: at + 1, of: steps.length })}</span>}
      actionsRender={() => (
        <>
          {!last && (
            <Button size="small" type="text" onClick={onEnd}>
              {t('help.skip')}
            </Button>
          )}
          {at > 0 && (
            <Button size="small" onClick={() => setAt(at - 1)}>
              {t('help.back')}
            </Button>
          )}
          <Button size="small" type="primary" data-tour-next onClick={() => (last ? onEnd() : setAt(at + 1))}>
            {last ? t('help.done') : t('help.next')}
          </Button>
        </>
      )}
    />
  );
}
