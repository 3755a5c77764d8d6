/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "fault.h"

#include <signal.h>
#include <stddef.h>

#include "disk.h"

static int calls, from, to, code, signal_number;

static int
fault(void)
{
	calls++;
	if (calls < from || calls > to)
		return 0;
	if (signal_number != 0)
		(void)raise(signal_number);
	return code;
}

void
azs_fault_set(int first, int last, int error, int number)
{
	calls = 0;
	from = first;
	to = last;
	code = error;
	signal_number = number;
	azs_disk_fault = first == 0 ? NULL : fault;
}

int
azs_fault_calls(void)
{
	return calls;
}
