/** Name of the newest folder in prisma/migrations; a test holds the two together. Bundled code can not look at the disk. */
<<<<<<< HEAD
export const NEWEST_MIGRATION = "20261130000200_proactive_sets";
=======
export const NEWEST_MIGRATION = "20261130003500_paused_schedules";
>>>>>>> 030ff18 (A schedule of one's own can be paused, on the web and in Telegram; what was planned of one that is paused or removed is not sent)
