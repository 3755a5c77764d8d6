/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "shop.h"

#include <string.h>

const struct azs_output_file azs_shop_files[AZS_SHOP_COUNT] = {
	{ "README.md", "hello\n", 6, 0 },
	{ "infra/main.bicep", "param x int\n", 12, 0 },
	{ "infra/modules/a/b.bicep", "", 0, 0 },
	{ "scripts/run.sh", "#!/bin/sh\n", 10, 1 },
	{ ".gitignore", "x\n", 2, 0 },
};

const char azs_shop_tree[] = ".gitignore 644 x\n\n"
			     "README.md 644 hello\n\n"
			     "infra/ 755\n"
			     "infra/main.bicep 644 param x int\n\n"
			     "infra/modules/ 755\n"
			     "infra/modules/a/ 755\n"
			     "infra/modules/a/b.bicep 644 \n"
			     "scripts/ 755\n"
			     "scripts/run.sh 755 #!/bin/sh\n\n";

int
azs_shop_build(const char *target, struct azs_error *err)
{
	struct azs_output *output = NULL;
	int ret = -1;

	memset(err, 0, sizeof *err);
	if (azs_output_open(target, &output, err) == 0 &&
	    azs_output_write(output, azs_shop_files, AZS_SHOP_COUNT, err) ==
		0 &&
	    azs_output_commit(output, err) == 0)
		ret = 0;
	azs_output_close(output);
	return ret;
}
