/** Name of the newest folder in prisma/migrations; a test holds the two together. Bundled code can not look at the disk. */
export const NEWEST_MIGRATION = "20261130213000_narrow_messages";
