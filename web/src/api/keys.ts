/** Query keys. Everything read from records begins with `record`, so one write refreshes all of it. */
export const keys = {
  session: ['session'] as const,
  catalog: ['catalog'] as const,
  dict: (name: string) => ['catalog', 'dict', name] as const,
  records: ['record'] as const,
  list: (entity: string, params: object) => ['record', entity, 'list', params] as const,
  trash: (entity: string, params: object) => ['record', entity, 'trash', params] as const,
  one: (entity: string, id: string) => ['record', entity, 'one', id] as const,
  title: (entity: string, id: string) => ['record', entity, 'title', id] as const,
  history: (entity: string, id: string) => ['record', entity, 'history', id] as const,
  timeline: (entity: string, id: string) => ['record', entity, 'timeline', id] as const,
  search: (q: string) => ['search', q] as const,
  jobs: ['job'] as const,
  job: (id: string) => ['job', id] as const,
  tokens: ['api_token'] as const,
  link: (token: string) => ['one_time_link', token] as const,
  demo: ['session', 'demo'] as const,
};
