/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#ifndef AZS_TESTS_FAULT_H
#define AZS_TESTS_FAULT_H

/* Faults at the changes of the disk: the seam of disk.h. */

/* From the first to the last of the next changes, counted from 1: fail with
   error, or get a signal; 0 for neither. first 0: no faults any more. */
void azs_fault_set(int first, int last, int error, int number);

/* How many changes there were since then. */
int azs_fault_calls(void);

#endif
