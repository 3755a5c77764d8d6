/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <string.h>

#include "unit.h"

static int
matches(const char *form, const char *value)
{
	struct azs_buf why = AZS_BUF_INIT;
	int ok = azs_text_matches(form, value, &why);

	CU_ASSERT_EQUAL(ok, why.len == 0);
	azs_buf_release(&why);
	return ok;
}

static void
split_keeps_empty_words(void)
{
	const char *const *words;
	size_t count;

	words = azs_text_split("dev,,prod,", ',', &count);
	CU_ASSERT_EQUAL_FATAL(count, 4);
	CU_ASSERT_STRING_EQUAL(words[0], "dev");
	CU_ASSERT_STRING_EQUAL(words[1], "");
	CU_ASSERT_STRING_EQUAL(words[2], "prod");
	CU_ASSERT_STRING_EQUAL(words[3], "");
	azs_text_split_free(words);
	words = azs_text_split("", ',', &count);
	CU_ASSERT_EQUAL(count, 1);
	CU_ASSERT_STRING_EQUAL(words[0], "");
	azs_text_split_free(words);
}

static void
forms_take_what_they_are_for(void)
{
	CU_ASSERT(matches("name", "ab"));
	CU_ASSERT(matches("name", "0-shop-2"));
	CU_ASSERT(matches("name", "abcdefghijklmnopqrstuvwxyz012345"));
	CU_ASSERT(matches("region", "eastus2"));
	CU_ASSERT(matches("extends", "azstamp/prod"));
	CU_ASSERT(matches("branch", "release/1.x"));
	CU_ASSERT(matches("path", "services/chat"));
	CU_ASSERT(matches("model", "gpt-5.4-mini"));
	CU_ASSERT(matches("version", "1"));
	CU_ASSERT(matches("memory", "0.5Gi"));
	CU_ASSERT(matches("email", "ops+prod@example.com"));
}

static void
forms_refuse_what_they_are_not_for(void)
{
	CU_ASSERT_FALSE(matches("name", "a"));
	CU_ASSERT_FALSE(matches("name", "-ab"));
	CU_ASSERT_FALSE(matches("name", "abcdefghijklmnopqrstuvwxyz0123456"));
	CU_ASSERT_FALSE(matches("name", "ab\n"));
	CU_ASSERT_FALSE(matches("name", ""));
	CU_ASSERT_FALSE(matches("region", "East US"));
	CU_ASSERT_FALSE(matches("extends", "azstamp/"));
	CU_ASSERT_FALSE(matches("extends", "other/prod"));
	CU_ASSERT_FALSE(matches("path", "/etc"));
	CU_ASSERT_FALSE(matches("path", "a b"));
	CU_ASSERT_FALSE(matches("memory", "1.0"));
	CU_ASSERT_FALSE(matches("memory", "1.0Mi"));
	CU_ASSERT_FALSE(matches("email", "ops"));
	CU_ASSERT_FALSE(matches("email", "a@b@c"));
}

static void
no_form_takes_all_but_control_characters(void)
{
	CU_ASSERT(matches(NULL, ""));
	CU_ASSERT(matches(NULL, "gr\xc3\xbc\xc3\x9f \xf0\x9f\x9a\x80"));
	CU_ASSERT_FALSE(matches(NULL, "a\tb"));
	CU_ASSERT_FALSE(matches(NULL, "a\x1b[31m"));
	CU_ASSERT_FALSE(matches(NULL, "\x7f"));
}

static void
very_long_texts_are_refused_and_shown_short(void)
{
	static char text[1 << 20];
	struct azs_buf why = AZS_BUF_INIT;

	memset(text, 'a', sizeof text - 1);
	CU_ASSERT_FALSE(azs_text_matches("role", text, &why));
	CU_ASSERT(why.len < 250);
	azs_buf_release(&why);
}

/* Compiling the expression each time took two seconds. */
static void
forms_are_asked_a_hundred_thousand_times_in_no_time(void)
{
	int i, ok = 1;

	for (i = 0; i < 100000; i++)
		ok &= matches("region", "swedencentral");
	CU_ASSERT(ok);
}

static void
patterns_are_anchored(void)
{
	static const char *const forms[] = { "name", "role", "role-or-resource",
		"network", "address", "host", "secret", "tag", "extends",
		"region", "branch", "path", "model", "version", "memory",
		"email" };
	const char *pattern;
	size_t i;

	for (i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		pattern = azs_text_pattern(forms[i]);
		CU_ASSERT_PTR_NOT_NULL_FATAL(pattern);
		CU_ASSERT_EQUAL(pattern[0], '^');
		CU_ASSERT_EQUAL(pattern[strlen(pattern) - 1], '$');
	}
	CU_ASSERT_PTR_NULL(azs_text_pattern("nonsense"));
	CU_ASSERT_PTR_NULL(azs_text_pattern(NULL));
}

static void
forms_of_networks_take_ipv4_only(void)
{
	CU_ASSERT(matches("network", "10.0.0.0/16"));
	CU_ASSERT(matches("network", "10.255.0.0/16"));
	CU_ASSERT(matches("network", "172.31.0.0/16"));
	CU_ASSERT(matches("network", "192.168.0.0/16"));
	CU_ASSERT_FALSE(matches("network", "10.0.0.0/17"));
	CU_ASSERT_FALSE(matches("network", "10.0.1.0/16"));
	CU_ASSERT_FALSE(matches("network", "10.256.0.0/16"));
	CU_ASSERT_FALSE(matches("network", "172.32.0.0/16"));
	CU_ASSERT_FALSE(matches("network", "8.8.0.0/16"));
	CU_ASSERT(matches("address", "203.0.113.7"));
	CU_ASSERT(matches("address", "203.0.113.0/24"));
	CU_ASSERT_FALSE(matches("address", "203.0.113"));
	CU_ASSERT_FALSE(matches("address", "203.0.113.300"));
	CU_ASSERT_FALSE(matches("address", "203.0.113.0/7"));
	CU_ASSERT_FALSE(matches("address", "0.0.0.0/0"));
	CU_ASSERT_FALSE(matches("address", "2001:db8::1"));
}

static void
forms_of_certificates_take_what_the_gateway_takes(void)
{
	CU_ASSERT(matches("host", "www.contoso.com"));
	CU_ASSERT(matches("host", "xn--bcher-kva.example"));
	CU_ASSERT_FALSE(matches("host", "contoso"));
	CU_ASSERT_FALSE(matches("host", "WWW.contoso.com"));
	CU_ASSERT_FALSE(matches("host", "www..com"));
	CU_ASSERT_FALSE(matches("host", "https://www.contoso.com"));
	CU_ASSERT_FALSE(matches("host", "-a.contoso.com"));
	CU_ASSERT_FALSE(matches("host", "10.0.0.1"));
	CU_ASSERT(
	    matches("secret", "https://kv-shop.vault.azure.net/secrets/www"));
	CU_ASSERT(matches(
	    "secret", "https://kv-shop.vault.usgovcloudapi.net/secrets/www-2"));
	CU_ASSERT_FALSE(matches("secret",
	    "https://kv-shop.vault.azure.net/secrets/www/0123456789abcdef"));
	CU_ASSERT_FALSE(matches(
	    "secret", "https://kv-shop.vault.azure.net/certificates/www"));
	CU_ASSERT_FALSE(
	    matches("secret", "http://kv-shop.vault.azure.net/secrets/www"));
	CU_ASSERT_FALSE(
	    matches("secret", "https://kv.example.com/secrets/www"));
	CU_ASSERT(matches("tag", "cost center"));
	CU_ASSERT_FALSE(matches("tag", "a/b"));
	CU_ASSERT_FALSE(matches("tag", ""));
	CU_ASSERT_FALSE(matches("tag", "ends with a blank "));
}

int
main(void)
{
	static const struct azs_test tests[] = {
		{ "split_keeps_empty_words", split_keeps_empty_words },
		{ "forms_take_what_they_are_for",
		    forms_take_what_they_are_for },
		{ "forms_refuse_what_they_are_not_for",
		    forms_refuse_what_they_are_not_for },
		{ "no_form_takes_all_but_control_characters",
		    no_form_takes_all_but_control_characters },
		{ "very_long_texts_are_refused_and_shown_short",
		    very_long_texts_are_refused_and_shown_short },
		{ "forms_are_asked_a_hundred_thousand_times_in_no_time",
		    forms_are_asked_a_hundred_thousand_times_in_no_time },
		{ "patterns_are_anchored", patterns_are_anchored },
		{ "forms_of_networks_take_ipv4_only",
		    forms_of_networks_take_ipv4_only },
		{ "forms_of_certificates_take_what_the_gateway_takes",
		    forms_of_certificates_take_what_the_gateway_takes },
	};

	return azs_test_main("text", tests, AZS_TEST_COUNT(tests));
}
