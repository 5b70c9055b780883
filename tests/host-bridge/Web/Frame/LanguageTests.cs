using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DutyKiosk.HostBridge.Web.Frame;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Frame;

/// <summary>Nothing that a page says is left in one language alone.</summary>
public sealed partial class LanguageTests
{
    /// <summary>Both languages have the same keys, both say something, English says it without Chinese characters, and both have the same places for values.</summary>
    [Fact]
    public void BothLanguagesSayEverything()
    {
        Assert.Empty(Language.Chinese.Keys.Except(Language.English.Keys, StringComparer.Ordinal));
        Assert.Empty(Language.English.Keys.Except(Language.Chinese.Keys, StringComparer.Ordinal));
        Assert.All(Language.Chinese.Keys, key =>
        {
            string chinese = Language.Chinese[key], english = Language.English[key];
            Assert.False(string.IsNullOrWhiteSpace(chinese) || string.IsNullOrWhiteSpace(english), $"{key} is empty");
            Assert.True(key is "frame.other-language" || !Han().IsMatch(english), $"{key} is Chinese in English: {english}");
            Assert.Equal(Places(chinese), Places(english));
        });
    }

    /// <summary>Every key that a page or its code names has words, and no words are left that nobody names.</summary>
    [Fact]
    public void EveryKeyIsUsedAndEveryUsedKeyHasWords()
    {
        HashSet<string> groups = Language.Chinese.Keys.Select(key => key.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        var named = new HashSet<string>(StringComparer.Ordinal);
        var begun = new HashSet<string>(StringComparer.Ordinal);
        foreach (string text in Sources().Select(File.ReadAllText))
        {
            named.UnionWith(Key().Matches(text).Select(match => match.Groups["key"].Value).Where(key => groups.Contains(key.Split('.')[0]) && !IsFile(key)));
            begun.UnionWith(KeyBeginning().Matches(text).Select(match => match.Groups["key"].Value).Where(key => groups.Contains(key.Split('.')[0])));
            begun.UnionWith(Group().Matches(text).Select(match => match.Groups["key"].Value + "."));
        }

        Assert.DoesNotContain(named, key => !Language.Chinese.Has(key) && !begun.Contains(key));
        Assert.DoesNotContain(Language.Chinese.Keys, key => !named.Contains(key) && !begun.Any(beginning => key.StartsWith(beginning, StringComparison.Ordinal)));
    }

    /// <summary>No page and no code of the web has Chinese words in it: they stand in the files of words, beside the English ones. Names of people in the examples of the API are none.</summary>
    [Fact]
    public void NoWordsStandInPagesOrCode()
    {
        Assert.Empty(Sources().SelectMany(path => File.ReadLines(path).Select((line, index) => (Path: path, Line: line, Number: index + 1)))
            .Where(found => Han().IsMatch(found.Line)).Select(found => $"{Path.GetFileName(found.Path)}:{found.Number}: {found.Line.Trim()}"));
    }

    private static IEnumerable<string> Sources([CallerFilePath] string here = "")
    {
        string web = Path.Combine(Path.GetDirectoryName(here)!, "../../../../host-bridge/Web");
        return Directory.EnumerateFiles(web, "*.*", SearchOption.AllDirectories).Where(path => path.EndsWith(".razor", StringComparison.Ordinal) || path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".js", StringComparison.Ordinal))
            .Where(path => !path.EndsWith("ApiExamples.cs", StringComparison.Ordinal));
    }

    // The styles and scripts of a page are called after it.
    private static bool IsFile(string key) => key.EndsWith(".css", StringComparison.Ordinal) || key.EndsWith(".js", StringComparison.Ordinal);

    private static string Places(string words) => string.Join(' ', Place().Matches(words).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"[\u4e00-\u9fff]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Han();

    [GeneratedRegex(@"\{\d+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    // "board.title": a whole key.
    [GeneratedRegex(@"""(?<key>[a-z]+\.[A-Za-z0-9.,-]+)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Key();

    // $"rules.unit-{unit}": a key whose end comes from elsewhere.
    [GeneratedRegex(@"\$""(?<key>[a-z]+\.[A-Za-z0-9-]*)\{", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex KeyBeginning();

    // Of("wire", word): words of a whole file.
    [GeneratedRegex(@"\.Of\(""(?<key>[a-z]+)"",", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Group();
}
