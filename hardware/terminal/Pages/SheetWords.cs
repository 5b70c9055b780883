using System;
using System.Collections.Generic;
using System.IO;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>What the printed pages say, in Chinese and English (<c>Words/sheet.yaml</c>).</summary>
public sealed class SheetWords
{
    private static readonly Lazy<SheetWords> Own = new(Read);

    /// <summary>The words.</summary>
    public static SheetWords All => Own.Value;

    /// <summary>Title, explanations and footer by their names.</summary>
    public Dictionary<string, Bilingual> Texts { get; set; } = [];

    /// <summary>How to do something, step by step.</summary>
    public List<HowTo> HowTos { get; set; } = [];

    /// <summary>The signals in groups, as people meet them.</summary>
    public List<SignalGroup> Groups { get; set; } = [];

    /// <summary>What stands beside each lamp.</summary>
    public Dictionary<string, Bilingual> Labels { get; set; } = [];

    private static SheetWords Read()
    {
        using var reader = new StreamReader(typeof(SheetWords).Assembly.GetManifestResourceStream("words/sheet.yaml")!);
        return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build().Deserialize<SheetWords>(reader);
    }
}

/// <summary>The same in both languages.</summary>
public sealed class Bilingual
{
    /// <summary>Chinese.</summary>
    public string Zh { get; set; } = "";

    /// <summary>English.</summary>
    public string En { get; set; } = "";
}

/// <summary>How to do something.</summary>
public sealed class HowTo
{
    /// <summary>What.</summary>
    public Bilingual Title { get; set; } = new();

    /// <summary>Step by step.</summary>
    public List<Bilingual> Steps { get; set; } = [];
}

/// <summary>Signals that people meet on one occasion.</summary>
public sealed class SignalGroup
{
    /// <summary>The occasion.</summary>
    public Bilingual Title { get; set; } = new();

    /// <summary>By the signals' words: what each means, and what to do.</summary>
    public Dictionary<string, SignalText> Signals { get; set; } = [];
}

/// <summary>What a signal means.</summary>
public sealed class SignalText
{
    /// <summary>Its name in Chinese, as on the bridge's pages.</summary>
    public string Zh { get; set; } = "";

    /// <summary>What to do, in Chinese.</summary>
    public string ZhDo { get; set; } = "";

    /// <summary>Its name in English, as on the bridge's pages.</summary>
    public string En { get; set; } = "";

    /// <summary>What to do, in English.</summary>
    public string EnDo { get; set; } = "";
}
