/* SPDX-FileCopyrightText: 2026 The azstamp contributors */
/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "escape.h"
#include "json.h"
#include "unit.h"

#define LAST_POINT 0x10ffffu

static void
add_point(struct azs_buf *buf, uint32_t c)
{
	if (c >= 0x10000)
		azs_buf_addc(buf, (char)(0xf0 | c >> 18));
	if (c >= 0x10000)
		azs_buf_addc(buf, (char)(0x80 | (c >> 12 & 0x3f)));
	else if (c >= 0x800)
		azs_buf_addc(buf, (char)(0xe0 | c >> 12));
	if (c >= 0x800)
		azs_buf_addc(buf, (char)(0x80 | (c >> 6 & 0x3f)));
	else if (c >= 0x80)
		azs_buf_addc(buf, (char)(0xc0 | c >> 6));
	azs_buf_addc(buf, (char)(c < 0x80 ? c : 0x80 | (c & 0x3f)));
}

/* The next 4096 code points that a value can hold; NUL and surrogates are
   not among them. Returns where to go on. */
static uint32_t
add_points(struct azs_buf *buf, uint32_t from)
{
	uint32_t c;

	for (c = from; c < from + 4096 && c <= LAST_POINT; c++)
		if (c != 0 && (c < 0xd800 || c > 0xdfff))
			add_point(buf, c);
	return c;
}

static void
escape(enum azs_escape escape, const char *text, struct azs_buf *out)
{
	struct azs_error err = { AZS_OK, "" };

	CU_ASSERT_EQUAL(azs_escape_text(escape, text, out, &err), 0);
	CU_ASSERT_STRING_EQUAL(err.msg, "");
}

static void
becomes(enum azs_escape kind, const char *text, const char *expected)
{
	struct azs_buf out = AZS_BUF_INIT;

	escape(kind, text, &out);
	CU_ASSERT_STRING_EQUAL(out.data, expected);
	if (strcmp(out.data, expected) != 0)
		(void)printf("\n%s: %s\n", text, out.data);
	azs_buf_release(&out);
}

static void
escape_is_chosen_by_the_file_name(void)
{
	static const struct {
		const char *path;
		enum azs_escape escape;
	} files[] = {
		{ "infra/main.bicep", AZS_ESCAPE_BICEP },
		{ "infra/environments/dev.bicepparam", AZS_ESCAPE_BICEP },
		{ "scripts/deploy.sh", AZS_ESCAPE_SHELL },
		{ "scripts/deploy", AZS_ESCAPE_SHELL },
		{ "services/a/scripts/deploy", AZS_ESCAPE_SHELL },
		{ "scripts/deploy.py", AZS_ESCAPE_NONE },
		{ "myscripts/deploy", AZS_ESCAPE_NONE },
		{ "scripts", AZS_ESCAPE_NONE },
		{ "a.json", AZS_ESCAPE_JSON },
		{ "azure.yaml", AZS_ESCAPE_JSON },
		{ ".github/workflows/deploy.yml", AZS_ESCAPE_JSON },
		{ "README.md", AZS_ESCAPE_MARKDOWN },
		{ "a.html", AZS_ESCAPE_HTML },
		{ "services/a.md/Dockerfile", AZS_ESCAPE_NONE },
		{ "a.ts", AZS_ESCAPE_NONE },
		{ ".gitignore", AZS_ESCAPE_NONE },
	};
	size_t i;

	for (i = 0; i < AZS_TEST_COUNT(files); i++) {
		CU_ASSERT_EQUAL(azs_escape_for(files[i].path), files[i].escape);
		if (azs_escape_for(files[i].path) != files[i].escape)
			(void)printf("%s\n", files[i].path);
	}
}

/* Every character comes back as the value of "a", between before and after. */
static void
comes_back(const char *before, const char *after,
    int (*parse)(const char *, const char *, size_t, struct azs_node **,
	struct azs_error *))
{
	struct azs_buf text = AZS_BUF_INIT, out = AZS_BUF_INIT;
	struct azs_error err = { AZS_OK, "" };
	struct azs_node *node;
	uint32_t c = 0;

	while (c <= LAST_POINT) {
		azs_buf_clear(&text);
		azs_buf_clear(&out);
		c = add_points(&text, c);
		azs_buf_adds(&out, before);
		escape(AZS_ESCAPE_JSON, text.data, &out);
		azs_buf_adds(&out, after);
		node = NULL;
		CU_ASSERT_EQUAL(parse("x", out.data, out.len, &node, &err), 0);
		CU_ASSERT_STRING_EQUAL(err.msg, "");
		CU_ASSERT_STRING_EQUAL(
		    azs_node_text(azs_node_get(node, "a"), ""), text.data);
		azs_node_free(node);
	}
	azs_buf_release(&text);
	azs_buf_release(&out);
}

static void
escape_json_gives_every_character_back(void)
{
	comes_back("{\"a\":\"", "\"}", azs_json_parse);
}

static void
escape_json_gives_every_character_back_from_yaml(void)
{
	comes_back("a: \"", "\"\n", azs_document_parse);
}

/* The output of a command line, with what the shell says on stderr. */
static void
run(const char *command, struct azs_buf *out)
{
	FILE *stream = popen(command, "r");
	char block[4096];
	size_t n;

	CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
	while ((n = fread(block, 1, sizeof block, stream)) > 0)
		azs_buf_add(out, block, n);
	CU_ASSERT_EQUAL(pclose(stream), 0);
}

static void
escape_shell_gives_every_character_back_from_sh(void)
{
	struct azs_buf text = AZS_BUF_INIT, command = AZS_BUF_INIT;
	struct azs_buf out = AZS_BUF_INIT;

	azs_buf_adds(&text, "'' $(echo x) `echo y` ${HOME} \\' \\ \"!! '\n");
	(void)add_points(&text, 0);
	azs_buf_adds(&text, "'");
	azs_buf_adds(&command, "exec 2>&1; printf %s '");
	escape(AZS_ESCAPE_SHELL, text.data, &command);
	azs_buf_adds(&command, "'");
	run(command.data, &out);
	CU_ASSERT_STRING_EQUAL(out.data, text.data);
	azs_buf_release(&text);
	azs_buf_release(&command);
	azs_buf_release(&out);
}

static void
escape_bicep_cannot_leave_the_quotes(void)
{
	becomes(AZS_ESCAPE_BICEP, "it's", "it\\'s");
	becomes(AZS_ESCAPE_BICEP, "\\", "\\\\");
	becomes(AZS_ESCAPE_BICEP, "\\'", "\\\\\\'");
	becomes(AZS_ESCAPE_BICEP, "'''", "\\'\\'\\'");
	becomes(AZS_ESCAPE_BICEP, "a\r\n\tb", "a\\r\\n\\tb");
	becomes(AZS_ESCAPE_BICEP,
	    "\x01\x1b\x7f\xc2\x85\xe2\x80\xa8\xef\xbb\xbf",
	    "\\u{1}\\u{1b}\\u{7f}\\u{85}\\u{2028}\\u{feff}");
}

static void
escape_bicep_cannot_interpolate(void)
{
	struct azs_buf out = AZS_BUF_INIT;

	becomes(AZS_ESCAPE_BICEP, "${a}", "\\${a}");
	becomes(AZS_ESCAPE_BICEP, "\\${a}", "\\\\\\${a}");
	becomes(AZS_ESCAPE_BICEP, "$${a}", "$\\${a}");
	becomes(AZS_ESCAPE_BICEP, "5 $ {a}", "5 $ {a}");
	/* Text of the template or another value may follow or precede. */
	becomes(AZS_ESCAPE_BICEP, "a$", "a\\$");
	azs_buf_addc(&out, '$');
	escape(AZS_ESCAPE_BICEP, "{a}", &out);
	CU_ASSERT_STRING_EQUAL(out.data, "$\\u{7b}a}");
	azs_buf_release(&out);
}

static void
escape_markdown_keeps_names(void)
{
	static const char *const names[] = { "chat-service", "CHAT_SERVICE",
		"gpt-5.4-mini", "services/chat", "Shop (v1.2), at 10:30", "-5",
		"100 % of it, isn't it?", "1.5", "\xc3\xa9t\xc3\xa9" };
	size_t i;

	for (i = 0; i < AZS_TEST_COUNT(names); i++)
		becomes(AZS_ESCAPE_MARKDOWN, names[i], names[i]);
}

/* Tried with cmark-gfm and markdown-it in a paragraph, a heading, a list and
   a table: the text comes back and nothing but text. */
static void
escape_markdown_makes_text_of_markup(void)
{
	static const struct {
		const char *text, *expected;
	} texts[] = {
		{ "[a](b) ![c](d)", "\\[a\\](b) !\\[c\\](d)" },
		{ "a!", "a\\!" },
		{ "(b)", "\\(b)" },
		{ "https://a.b", "https\\://a.b" },
		{ "www.a.b WWW.a.b", "www\\.a.b WWW\\.a.b" },
		{ "<b>&amp;\"", "&lt;b&gt;&amp;amp;&quot;" },
		{ "<!-- x -->", "&lt;!-- x --&gt;" },
		{ "`a` ```", "&#96;a&#96; &#96;&#96;&#96;" },
		{ "a\n```mermaid\nb", "a &#96;&#96;&#96;mermaid b" },
		{ "%%{init: {}}%%", "\\%\\%\\{init: \\{\\}\\}\\%\\%" },
		{ "a | b", "a &#124; b" },
		{ "a\\", "a&#92;" },
		{ "*a* _b_ __ a_b a_", "\\*a\\* \\_b\\_ \\_\\_ a_b a\\_" },
		{ "~~a~~ #1 C#", "\\~\\~a\\~\\~ \\#1 C\\#" },
		{ "$a$ a@b", "\\$a\\$ a\\@b" },
	};
	size_t i;

	for (i = 0; i < AZS_TEST_COUNT(texts); i++)
		becomes(AZS_ESCAPE_MARKDOWN, texts[i].text, texts[i].expected);
}

static void
escape_markdown_starts_no_block(void)
{
	static const struct {
		const char *text, *expected;
	} texts[] = {
		{ "- a", "\\- a" },
		{ "+ a", "\\+ a" },
		{ "---", "\\---" },
		{ "-", "\\-" },
		{ "===", "\\===" },
		{ ":-", "\\:-" },
		{ "1. a", "1\\. a" },
		{ "12) a", "12\\) a" },
		{ "1.\ta", "1\\.\ta" },
		{ "1.", "1\\." },
		{ "    a", "&#32;   a" },
		{ "\ta", "&#9;a" },
		{ "a ", "a&#32;" },
	};
	size_t i;

	for (i = 0; i < AZS_TEST_COUNT(texts); i++)
		becomes(AZS_ESCAPE_MARKDOWN, texts[i].text, texts[i].expected);
}

static void
escape_markdown_stays_on_one_line(void)
{
	becomes(AZS_ESCAPE_MARKDOWN, "a\nb\rc\r\nd\ve\ff", "a b c d e f");
	becomes(AZS_ESCAPE_MARKDOWN,
	    "a\xc2\x85"
	    "b\xe2\x80\xa8"
	    "c\xe2\x80\xa9"
	    "d",
	    "a b c d");
	becomes(AZS_ESCAPE_MARKDOWN, "\r\n- a\r\n", "&#32;- a&#32;");
	becomes(AZS_ESCAPE_MARKDOWN, "\n", "&#32;");
	becomes(AZS_ESCAPE_MARKDOWN, "a\x1b\x7f", "a&#27;&#127;");
}

static void
escape_html_leaves_no_markup(void)
{
	becomes(AZS_ESCAPE_HTML, "<a b=\"c\" d='e'>&amp;",
	    "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;");
}

static void
escape_none_takes_only_bare_words(void)
{
	static const char *const texts[] = { "a b", "a;b", "$a", "a\n", "'",
		"\xc3\xa9", "a:b", "a=b", "~" };
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_error err;
	size_t i;

	becomes(AZS_ESCAPE_NONE, "AZaz09_./-", "AZaz09_./-");
	becomes(AZS_ESCAPE_NONE, "", "");
	azs_buf_adds(&out, "kept");
	for (i = 0; i < AZS_TEST_COUNT(texts); i++) {
		CU_ASSERT_EQUAL(
		    azs_escape_text(AZS_ESCAPE_NONE, texts[i], &out, &err), -1);
		CU_ASSERT_EQUAL(err.code, AZS_EFAILED);
		CU_ASSERT_STRING_EQUAL(out.data, "kept");
	}
	azs_buf_release(&out);
}

static void
escape_rejects_bytes_that_are_not_utf8(void)
{
	static const char *const texts[] = { "a\xff", "a\xc3", "a\xc0\xaf",
		"\xed\xa0\x80", "\xf4\x90\x80\x80", "a\xe2\x80", "\x80" };
	struct azs_buf out = AZS_BUF_INIT;
	struct azs_error err;
	size_t i;
	int kind;

	azs_buf_adds(&out, "kept");
	for (kind = AZS_ESCAPE_NONE; kind <= AZS_ESCAPE_MARKDOWN; kind++)
		for (i = 0; i < AZS_TEST_COUNT(texts); i++) {
			CU_ASSERT_EQUAL(azs_escape_text((enum azs_escape)kind,
					    texts[i], &out, &err),
			    -1);
			CU_ASSERT_STRING_EQUAL(
			    err.msg, "the value is not UTF-8");
			CU_ASSERT_STRING_EQUAL(out.data, "kept");
		}
	azs_buf_release(&out);
}

static const struct azs_test tests[] = {
	{ "escape_is_chosen_by_the_file_name",
	    escape_is_chosen_by_the_file_name },
	{ "escape_json_gives_every_character_back",
	    escape_json_gives_every_character_back },
	{ "escape_json_gives_every_character_back_from_yaml",
	    escape_json_gives_every_character_back_from_yaml },
	{ "escape_shell_gives_every_character_back_from_sh",
	    escape_shell_gives_every_character_back_from_sh },
	{ "escape_bicep_cannot_leave_the_quotes",
	    escape_bicep_cannot_leave_the_quotes },
	{ "escape_bicep_cannot_interpolate", escape_bicep_cannot_interpolate },
	{ "escape_markdown_keeps_names", escape_markdown_keeps_names },
	{ "escape_markdown_makes_text_of_markup",
	    escape_markdown_makes_text_of_markup },
	{ "escape_markdown_starts_no_block", escape_markdown_starts_no_block },
	{ "escape_markdown_stays_on_one_line",
	    escape_markdown_stays_on_one_line },
	{ "escape_html_leaves_no_markup", escape_html_leaves_no_markup },
	{ "escape_none_takes_only_bare_words",
	    escape_none_takes_only_bare_words },
	{ "escape_rejects_bytes_that_are_not_utf8",
	    escape_rejects_bytes_that_are_not_utf8 },
};

int
main(void)
{
	return azs_test_main("escape", tests, AZS_TEST_COUNT(tests));
}
