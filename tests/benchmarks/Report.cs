using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using ScottPlot;

namespace DutyKiosk.Benchmarks;

/// <summary>
/// What a benchmark has found: told on the console while it comes, and at the end written to <c>results/NAME.md</c>, with the bars and whether they are met. A process runs one benchmark, so there is one report in it.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A report says when it was made.")]
internal sealed class Report
{
    private const int PlotWidth = 900;
    private const int PlotHeight = 420;

    private readonly StringBuilder _text = new();
    private readonly List<(string Bar, string Wanted, string Measured, bool IsMet)> _bars = [];
    private readonly string _name;
    private bool _isTable;

    /// <summary>A report.</summary>
    /// <param name="name">The benchmark's name, which is the file's, too.</param>
    /// <param name="title">What it measures.</param>
    internal Report(string name, string title)
    {
        _name = name;
        Line($"# {name}");
        Line("");
        Line(title);
        Line("");
        Current = this;
    }

    /// <summary>The report of this process.</summary>
    internal static Report Current { get; private set; } = null!;

    /// <summary>Whether it was shorter than it is meant to be, so that its figures are for whoever tries and nothing is written.</summary>
    internal bool IsTrial { get; set; }

    /// <summary>Writes a sentence between the tables.</summary>
    internal void Say(string text)
    {
        if (_isTable)
        {
            Line("");
            _isTable = false;
        }

        Line(text);
        Line("");
    }

    /// <summary>Begins a table.</summary>
    internal void Table(params string[] columns)
    {
        if (_isTable)
        {
            Line("");
        }

        _isTable = true;
        Row(columns);
        Row([.. columns.Select(_ => "---")]);
    }

    /// <summary>Writes a row of it.</summary>
    internal void Row(params string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    /// <summary>Notes a bar: what is wanted, and whether it is met.</summary>
    internal void Bar(string bar, string wanted, string measured, bool isMet) => _bars.Add((bar, wanted, measured, isMet));

    /// <summary>Draws what is to be compared. Each column has its figure above it, and those of one kind have one colour.</summary>
    internal void Plot(string what, params (string Name, double Value, int Kind)[] columns)
    {
        if (IsTrial)
        {
            return;
        }

        var plot = new Plot();
        var palette = new ScottPlot.Palettes.Category10();
        var bars = plot.Add.Bars(columns.Select((column, i) => new Bar { Position = i, Value = column.Value, FillColor = palette.GetColor(column.Kind), Label = $"{column.Value:#,0.##}" }).ToArray());
        bars.ValueLabelStyle.FontSize = 14;
        plot.Axes.Bottom.SetTicks([.. columns.Select((_, i) => (double)i)], [.. columns.Select(column => column.Name)]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Margins(bottom: 0, top: 0.15);
        plot.HideGrid();
        plot.Title(what);
        plot.SavePng(Path.Combine(Folder(), _name + ".png"), PlotWidth, PlotHeight);
        Say($"![{what}]({_name}.png)");
    }

    /// <summary>Writes the bars and the file; 1: one is missed.</summary>
    internal int End()
    {
        if (_bars.Count > 0)
        {
            Table("bar", "wanted", "measured", "");
            foreach ((string bar, string wanted, string measured, bool isMet) in _bars)
            {
                Row(bar, wanted, measured, isMet ? "met" : "**missed**");
            }
        }

        Say($"Measured on {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC with `dotnet run -c Release --project tests/benchmarks -- {_name}`.");
        if (!IsTrial)
        {
            File.WriteAllText(Path.Combine(Folder(), _name + ".md"), _text.ToString().TrimEnd() + "\n");
        }

        return _bars.TrueForAll(bar => bar.IsMet) ? 0 : 1;
    }

    // Beside the sources, as results are kept with what has made them.
    private static string Folder([CallerFilePath] string source = "") => Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(source)!, "results")).FullName;

    private void Line(string text)
    {
        Console.WriteLine(text);
        _text.Append(text).Append('\n');
    }
}
