using System;
using System.Collections;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Resources;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>
/// The words of one language, from the <c>.resx</c> files of <c>Web/Words</c>. A key is the file's name in small letters, a point and the name of the entry: <c>board.on-duty</c>
/// stands in <c>Board.resx</c> (Chinese) and in <c>Board.en.resx</c>. Whoever shows something is given a language; none is ambient.
/// </summary>
public sealed class Language
{
    /// <summary>The cookie that keeps what somebody has chosen.</summary>
    public const string Cookie = "dutykiosk-language";

    private const string Folder = "words/";
    private const string Suffix = ".resources";
    private const string EnglishSuffix = ".en";

    /// <summary>Chinese, the first language of the people who use it.</summary>
    public static readonly Language Chinese = new(Assembly.GetExecutingAssembly(), "zh-CN", "");

    /// <summary>English.</summary>
    public static readonly Language English = new(Assembly.GetExecutingAssembly(), "en", EnglishSuffix);

    private readonly FrozenDictionary<string, string> _words;

    /// <summary>Chinese words with the English ones behind them, for what is sent out to people of whom nobody knows which they read.</summary>
    public static readonly Language Bilingual = new(Chinese, English);

    private Language(Assembly assembly, string code, string suffix)
    {
        Code = code;
        _words = Read(assembly, suffix);
    }

    private Language(Language first, Language second)
    {
        Code = first.Code;
        _words = first.Keys.ToFrozenDictionary(key => key, key => $"{first[key]} {second[key]}", StringComparer.Ordinal);
    }

    /// <summary>Both.</summary>
    public static IReadOnlyList<Language> All { get; } = [Chinese, English];

    /// <summary>The code of the language, as HTML and the cookie have it: <c>zh-CN</c> or <c>en</c>.</summary>
    public string Code { get; }

    /// <summary>The other language.</summary>
    public Language Other => ReferenceEquals(this, Chinese) ? English : Chinese;

    /// <summary>Every key that it has words for.</summary>
    public IEnumerable<string> Keys => _words.Keys;

    /// <summary>The words of a key.</summary>
    /// <exception cref="KeyNotFoundException">There are none: they are missing in the files.</exception>
    public string this[string key] => _words.TryGetValue(key, out string? words) ? words : throw new KeyNotFoundException($"There are no words for '{key}' in {Code}: write them into host-bridge/Web/Words.");

    /// <summary>The words of a key with values in the places that they have for them.</summary>
    /// <exception cref="KeyNotFoundException">There are none.</exception>
    public string this[string key, params object?[] values] => string.Format(CultureInfo.InvariantCulture, this[key], values);

    /// <summary>The same language with the words of another program, which has its files beside itself as this one has.</summary>
    public Language In(Assembly assembly) => new(assembly, Code, ReferenceEquals(this, English) ? EnglishSuffix : "");

    /// <summary>Chinese words with the English ones behind them.</summary>
    public static Language Together(Language chinese, Language english) => new(chinese, english);

    /// <summary>The language of a code; Chinese where there is no such code.</summary>
    public static Language OfCode(string? code) => string.Equals(code, English.Code, StringComparison.Ordinal) ? English : Chinese;

    /// <summary>The language that whoever asks has chosen.</summary>
    public static Language Of(HttpContext context) => OfCode(context.Request.Cookies[Cookie]);

    /// <summary>Whether there are words for a key.</summary>
    public bool Has(string key) => _words.ContainsKey(key);

    /// <summary>The words for a word of the wire, or of a file that people write, which may be one that nobody has translated: then that word itself.</summary>
    public string Of(string group, string word) => _words.GetValueOrDefault($"{group}.{word}", word);

    /// <summary>Names one behind the other, as the language has it.</summary>
    public string List(IEnumerable<string> names) => string.Join(ReferenceEquals(this, Chinese) ? "、" : ", ", names);

    private static FrozenDictionary<string, string> Read(Assembly assembly, string suffix)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            string file = name[Folder.Length..^Suffix.Length];
            if (file.EndsWith(EnglishSuffix, StringComparison.Ordinal) != suffix.Length > 0)
            {
                continue;
            }

            string group = file[..^suffix.Length].ToLowerInvariant();
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new ResourceReader(stream);
            foreach (DictionaryEntry entry in reader)
            {
                words.Add($"{group}.{entry.Key}", (string)entry.Value!);
            }
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
