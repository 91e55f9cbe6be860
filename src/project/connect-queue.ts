import type { JobServer } from '../spec/job-queue.ts';

/** Connects to the server of a queue; its libraries are loaded only here. @throws VisualsError `QUEUE_LIBRARY_MISSING` */
export async function connectQueue(url: string): Promise<JobServer> {
  const { connectJobServer } = await import('../adapters/queue/connect-job-server.ts');
  return connectJobServer(url);
}
