/** Name of the newest folder in prisma/migrations; a test holds the two together. Bundled code can not look at the disk. */
export const NEWEST_MIGRATION = "20261130180000_light_claims";
