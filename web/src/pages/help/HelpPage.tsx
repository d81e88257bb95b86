import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/design/Empty';
import { LinkButton } from '@/design/LinkButton';
import { Loading } from '@/design/Loading';
import { PageHead } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { useNarrow } from '@/design/useNarrow';
import styles from './help.module.css';

/** The guide comes when somebody opens it; the second script only for those who read it. */
function useGuide() {
  const { i18n } = useTranslation();
  const hant = i18n.language === 'zh-TW';
  return useQuery({
    queryKey: ['guide', hant],
    queryFn: async () => (await (hant ? import('virtual:guide-hant') : import('virtual:guide'))).default,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The user guide, chapter by chapter. */
export function HelpPage() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const { chapter } = useParams({ strict: false });
  const guide = useGuide();
  const title = t('help.guide');
  const go = (name: string) => void navigate({ to: '/help/$chapter', params: { chapter: name } });
  /** Links between chapters stay in the page. */
  const follow = (event: React.MouseEvent) => {
    const link = (event.target as HTMLElement).closest('a');
    const name = /^\/help\/([\w-]+)$/.exec(link?.getAttribute('href') ?? '')?.[1];
    if (!name || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(name);
  };
  if (guide.isError) return <ProblemView error={guide.error} retry={() => void guide.refetch()} />;
  if (!guide.data) return <Loading rows={8} />;
  const chapters = guide.data;
  const at = chapter ? chapters.findIndex(({ name }) => name === chapter) : 0;
  const shown = chapters[at];
  if (!shown)
    return (
      <Empty alone text={t('help.no_chapter')} action={<LinkButton to="/help">{t('help.to_guide')}</LinkButton>} />
    );
  const [before, after] = [chapters[at - 1], chapters[at + 1]];
  return (
    <>
      <PageHead title={shown.title} tab={[shown.title, title]} crumbs={[{ label: title, to: '/help' }]} />
      {!i18n.language.startsWith('zh') && <p className="ks-muted">{t('help.in_chinese')}</p>}
      <div className={styles.columns}>
        {narrow ? (
          <Select
            aria-label={t('help.chapters')}
            value={shown.name}
            options={chapters.map(({ name, title }) => ({ value: name, label: title }))}
            onChange={go}
          />
        ) : (
          <Panel className={styles.chapters}>
            <nav aria-label={t('help.chapters')}>
              <ol>
                {chapters.map(({ name, title }) => (
                  <li key={name}>
                    <Link
                      to="/help/$chapter"
                      params={{ chapter: name }}
                      aria-current={name === shown.name ? 'page' : undefined}
                    >
                      {title}
                    </Link>
                  </li>
                ))}
              </ol>
            </nav>
          </Panel>
        )}
        <Panel>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click */}
          <article
            lang="zh"
            className={styles.text}
            onClick={follow}
            // biome-ignore lint/security/noDangerouslySetInnerHtml: made of docs/guide at build, nobody else writes into it
            dangerouslySetInnerHTML={{ __html: shown.html }}
          />
          <div className={styles.on}>
            {before && (
              <LinkButton to="/help/$chapter" params={{ chapter: before.name }}>
                {t('help.before', { title: before.title })}
              </LinkButton>
            )}
            {after && (
              <LinkButton primary className={styles.after} to="/help/$chapter" params={{ chapter: after.name }}>
                {t('help.after', { title: after.title })}
              </LinkButton>
            )}
          </div>
        </Panel>
      </div>
    </>
  );
}
