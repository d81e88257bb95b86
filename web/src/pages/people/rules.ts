import { fieldOf, useDict, useEntity } from '@/api/catalog';
import type { Rec, Value } from '@/api/types';
import { linesOf } from '@/fields/lines/lines';

/** Lines of a role as they stand in the record; a line keeps its `id` when it is changed. */
export interface GrantLine {
  id?: Value;
  entity_name: string;
  action_code: string;
  scope_code: string;
}

export interface FieldLine {
  id?: Value;
  entity_name: string;
  field_name: string;
  access_code: string;
}

export interface Rules {
  grants: GrantLine[];
  fields: FieldLine[];
}

/** The name of the rule for every entity that is not named. */
export const EVERY = '*';

const word = (value: Value) => (typeof value === 'string' ? value : '');

export function rulesOf(role: Rec): Rules {
  return {
    grants: linesOf(role.grants).map((line) => ({
      id: line.id,
      entity_name: word(line.entity_name),
      action_code: word(line.action_code),
      scope_code: word(line.scope_code),
    })),
    fields: linesOf(role.field_rules).map((line) => ({
      id: line.id,
      entity_name: word(line.entity_name),
      field_name: word(line.field_name),
      access_code: word(line.access_code),
    })),
  };
}

export function withGrant(grants: GrantLine[], entity: string, action: string, scope: string | undefined): GrantLine[] {
  const isIt = (line: GrantLine) => line.entity_name === entity && line.action_code === action;
  const old = grants.find(isIt);
  if (!scope) return grants.filter((line) => line !== old);
  if (old) return grants.map((line) => (line === old ? { ...line, scope_code: scope } : line));
  return [...grants, { entity_name: entity, action_code: action, scope_code: scope }];
}

export function withFieldRule(
  rules: FieldLine[],
  entity: string,
  field: string,
  access: string | undefined,
): FieldLine[] {
  const old = rules.find((line) => line.entity_name === entity && line.field_name === field);
  if (!access) return rules.filter((line) => line !== old);
  if (old) return rules.map((line) => (line === old ? { ...line, access_code: access } : line));
  return [...rules, { entity_name: entity, field_name: field, access_code: access }];
}

/** The choices of a code field of a role's lines, as the dictionary has them. */
export function useLineChoices(lines: string, field: string) {
  const of = fieldOf(useEntity('role'), lines)?.of ?? '';
  const dict = useDict(fieldOf(useEntity(of), field)?.dict ?? null);
  return dict.items.filter((item) => item.active).map(({ code, label }) => ({ value: code, label }));
}
