/** The shapes of docs/API.md about who is signed in, and how. */

/** What signing in answers. */
export interface SignedIn {
  staff: {
    id: string;
    name: string;
    username: string;
    locale: string | null;
    /** Times of the day on the company's clock, `HH:mm`. */
    quiet_from: string | null;
    quiet_until: string | null;
    digest_time: string | null;
    /** Whether keys without Ctrl do something. */
    has_keys: boolean;
  };
}

export interface Session extends SignedIn {
  roles: { id: string; name: string }[];
  dept: { id: string; name: string } | null;
  demo: boolean;
  /** When this session ends, whatever happens. */
  expires_at: string | null;
  /** Another text as soon as the rights are others. */
  rights: string;
  /** Where the events stood when this was asked; see `GET /events`. */
  place: string;
  /** Whether records may be taken along to be read without the server. */
  offline: boolean;
  second_factor: SecondFactor;
  /** Characters that a password must have. */
  password_shortest: number;
}

/** Two-step sign-in: whether it is on, whether it has to be. */
export interface SecondFactor {
  is_on: boolean;
  is_needed: boolean;
  recovery_codes_left: number;
}

export interface RecoveryCodes {
  recovery_codes: string[];
}

/** Where somebody is signed in. */
export interface Device {
  id: string;
  /** Program and machine, such as `Chrome · Windows`. */
  device: string | null;
  address: string | null;
  created_at: string;
  last_at: string;
  expires_at: string;
  is_this: boolean;
}

export interface DemoRole {
  username: string;
  name: string;
  role: string;
  text: string;
}

export interface OneTimeLink {
  kind: 'setup' | 'invite' | 'reset' | 'expired';
  /** Characters that a password must have. */
  password_shortest: number;
  name: string | null;
  username: string | null;
}

export interface ApiToken {
  id: string;
  name: string;
  created_at: string;
  expires_on: string | null;
  /** What it may do of what its owner may; everything where nothing is named. */
  entities: string[] | null;
  actions: string[] | null;
  /** From where; from everywhere where there is none. */
  networks: string[];
  last_used_at: string | null;
  token?: string;
}
