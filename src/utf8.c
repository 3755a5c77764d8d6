/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "utf8.h"

size_t
azs_utf8_decode(const char *text, size_t len, uint32_t *point)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *s = (const unsigned char *)text;
	size_t need, i;
	uint32_t value;

	if (len == 0)
		return 0;
	*point = s[0];
	if (s[0] < 0x80)
		return 1;
	need = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || need > len)
		return 0;
	value = s[0] & (0x7fu >> need);
	for (i = 1; i < need; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (s[i] & 0x3fu);
	}
	if (value < least[need] || value > 0x10ffff ||
	    (value >= 0xd800 && value <= 0xdfff))
		return 0;
	*point = value;
	return need;
}

void
azs_utf8_place(const char *text, size_t offset, size_t *line, size_t *column)
{
	size_t at = 0, step;
	uint32_t point;

	*line = 1;
	*column = 1;
	while (at < offset) {
		step = azs_utf8_decode(text + at, offset - at, &point);
		if (text[at] == '\n') {
			(*line)++;
			*column = 0;
		}
		(*column)++;
		at += step == 0 ? 1 : step;
	}
}
