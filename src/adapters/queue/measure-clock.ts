/** What is used of `pg`, which comes without types. */
interface PostgresLibrary {
  readonly default: {
    readonly Client: new (options: { readonly connectionString: string; readonly connectionTimeoutMillis: number }) => {
      connect(): Promise<void>;
      query(text: string): Promise<{ readonly rows: readonly { readonly now: string }[] }>;
      end(): Promise<void>;
    };
  };
}

/**
 * Compares this machine's clock with that of a PostgreSQL.
 * @param patience milliseconds within which it must answer
 * @returns milliseconds that this clock is ahead, or, below 0, behind; without what the way there and back may account for
 */
export async function measureClock(url: string, patience: number): Promise<number> {
  const driver = 'pg';
  const { Client } = ((await import(driver)) as PostgresLibrary).default;
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience });
  await client.connect();
  try {
    const sent = Date.now();
    const { rows } = await client.query('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now');
    const doubt = (Date.now() - sent) / 2;
    const ahead = sent + doubt - Number(rows[0]!.now);
    return Math.sign(ahead) * Math.max(0, Math.abs(ahead) - doubt);
  } finally {
    await client.end();
  }
}
