using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using Gherkin;
using Gherkin.Ast;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>The outcome of a rehearsal.</summary>
/// <param name="Scenarios">How many there were.</param>
/// <param name="Passed">How many passed.</param>
public sealed record RehearsalResult(int Scenarios, int Passed);

/// <summary>Runs feature files in simulated time.</summary>
public sealed class Rehearser(TextWriter output, TextWriter progress)
{
    private readonly StepBook _book = new();

    /// <summary>
    /// Runs files and folders of them; the last line tells the sum. Scenarios have nothing in common, so as many run at once as there are processors; what
    /// each prints comes out in the order of the files all the same.
    /// </summary>
    public RehearsalResult Run(IEnumerable<string> paths)
    {
        int scenarios = 0, passed = 0;
        var tally = new RegulationTally();
        IEnumerable<Outcome> outcomes = Partitioner.Create(paths.SelectMany(Files).SelectMany(Scenes), EnumerablePartitionerOptions.NoBuffering)
            .AsParallel().AsOrdered().WithExecutionMode(ParallelExecutionMode.ForceParallelism).WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(Play);
        foreach (Outcome outcome in outcomes)
        {
            progress.WriteLine(outcome.Progress);
            output.Write(outcome.Printed);
            scenarios++;
            passed += outcome.Passed ? 1 : 0;
            tally.Add(outcome.Tags, outcome.Passed);
        }

        foreach (string line in tally.Lines())
        {
            output.WriteLine(line);
        }

        output.WriteLine($"{scenarios} scenarios, {passed} passed, {scenarios - passed} failed");
        return new RehearsalResult(scenarios, passed);
    }

    // A file that cannot be read, or has nothing in it, is a scenario that fails.
    private static IEnumerable<Scene> Scenes(string file)
    {
        GherkinDocument document;
        try
        {
            document = new Parser().Parse(file);
        }
        catch (Exception exception) when (exception is ParserException or IOException or UnauthorizedAccessException)
        {
            return [new Scene(file, "", [], [], $"FAIL {file}: {OneLine(exception.Message)}")];
        }

        // A misspelt keyword is a description to the parser; without this it would pass.
        Scene[] scenes = [.. Scenarios(document.Feature).Select(found => new Scene(file, found.Title, found.Tags, found.Steps, found.Steps.Count > 0 ? "" : $"FAIL {file}: the scenario '{found.Title}' has no step of its own"))];
        return scenes.Length > 0 ? scenes : [new Scene(file, "", [], [], $"FAIL {file}: there is no scenario in it")];
    }

    private Outcome Play(Scene scene)
    {
        using var printed = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        string told = $"{scene.File}: {scene.Title}";
        if (scene.Fault.Length > 0)
        {
            printed.WriteLine(scene.Fault);
            return new Outcome(printed.ToString(), told, scene.Tags, false);
        }

        string fault = "";
        bool passed = RunScenario(scene.File, scene.Steps, printed, ref fault);
        return new Outcome(printed.ToString(), fault.Length > 0 ? told + Environment.NewLine + fault : told, scene.Tags, passed);
    }

    private static IEnumerable<string> Files(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        string[] files = [.. Directory.GetFiles(path, "*.feature", SearchOption.AllDirectories).Where(file => !IsBuilt(Path.GetRelativePath(path, file))).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : [Path.Combine(path, "*.feature")];
    }

    // A test project copies its feature files beside its assembly; they are the same ones.
    private static bool IsBuilt(string file) => file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj");

    private static IEnumerable<(string Title, IReadOnlyList<string> Tags, IReadOnlyList<Step> Steps)> Scenarios(Feature? feature)
    {
        return feature == null ? [] : Scenarios(feature.Children, [], NamesOf(feature.Tags));
    }

    private static IReadOnlyList<string> NamesOf(IEnumerable<Tag> tags) => [.. tags.Select(tag => tag.Name)];

    private static IEnumerable<(string Title, IReadOnlyList<string> Tags, IReadOnlyList<Step> Steps)> Scenarios(IEnumerable<IHasLocation> children, IReadOnlyList<Step> background, IReadOnlyList<string> tags)
    {
        List<Step> before = [.. background];
        foreach (IHasLocation child in children)
        {
            switch (child)
            {
                case Background common:
                    before.AddRange(common.Steps);
                    break;
                case Rule rule:
                    foreach ((string Title, IReadOnlyList<string> Tags, IReadOnlyList<Step> Steps) inner in Scenarios(rule.Children, before, [.. tags, .. NamesOf(rule.Tags)]))
                    {
                        yield return inner;
                    }

                    break;
                case Scenario scenario when !scenario.Examples.Any():
                    yield return (scenario.Name, [.. tags, .. NamesOf(scenario.Tags)], scenario.Steps.Any() ? [.. before, .. scenario.Steps] : []);
                    break;
                case Scenario outline:
                    foreach (Examples examples in outline.Examples)
                    {
                        string[] names = examples.TableHeader.Cells.Select(cell => cell.Value).ToArray();
                        foreach (TableRow row in examples.TableBody)
                        {
                            string[] values = row.Cells.Select(cell => cell.Value).ToArray();
                            string Fill(string text) => names.Zip(values).Aggregate(text, (filled, pair) => filled.Replace($"<{pair.First}>", pair.Second, StringComparison.Ordinal));
                            yield return (Fill(outline.Name) + $" ({string.Join(", ", values)})", [.. tags, .. NamesOf(outline.Tags), .. NamesOf(examples.Tags)], outline.Steps.Any() ? [.. before, .. outline.Steps.Select(step => Filled(step, Fill))] : []);
                        }
                    }

                    break;
            }
        }
    }

    private static Step Filled(Step step, Func<string, string> fill)
    {
        DataTable? table = step.DataTable == null
            ? null
            : new DataTable([.. step.DataTable.Rows.Select(row => new TableRow(row.Location, [.. row.Cells.Select(cell => new TableCell(cell.Location, fill(cell.Value)))]))]);
        return new Step(step.Location, step.Keyword, step.KeywordType, fill(step.Text), table, step.DocString);
    }

    // Whoever reads the output reads it by lines.
    private static string OneLine(string message) => string.Join("; ", message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static bool SpeaksOfSheets(Step step)
    {
        string[] words = ["sheet", "\" under \"", "the item \"", " counts \"", " ticks \"", "item-overdue", "no-reminder"];
        return !step.Text.Contains("the sheets are complete", StringComparison.Ordinal) && words.Any(word => step.Text.Contains(word, StringComparison.Ordinal) || step.DataTable?.Rows.Any(row => row.Cells.Any(cell => cell.Value.Contains(word, StringComparison.Ordinal))) == true);
    }

    private static string KindOf(Step step, string before)
    {
        return step.KeywordType switch { StepKeywordType.Context => "Given", StepKeywordType.Action => "When", StepKeywordType.Outcome => "Then", _ => before };
    }

    private bool RunScenario(string file, IReadOnlyList<Step> steps, TextWriter printed, ref string fault)
    {
        using var script = new Script(printed.WriteLine) { SpeaksOfSheets = steps.Any(SpeaksOfSheets) };
        string kind = "Given";
        for (int i = 0; i < steps.Count; i++)
        {
            Step step = steps[i];
            kind = KindOf(step, kind);
            StepTable? table = step.DataTable is { } data ? new StepTable(data.Rows.Select(row => (IReadOnlyList<string>)row.Cells.Select(cell => cell.Value).ToArray()).ToArray()) : null;
            string line = $"{file}:{step.Location.Line} {step.Keyword}{step.Text}";
            try
            {
                _book.Carry(script, kind, step.Text, table);
                if (kind is "Given" && (i == steps.Count - 1 || KindOf(steps[i + 1], kind) is not "Given"))
                {
                    // With the last Given the stage is set, so that what is wrong in them is told here and not by an innocent step.
                    _ = script.Stage;
                }

                printed.WriteLine($"ok {line}");
            }
            catch (Exception exception) when (exception is StepFailedException or RosterException or FormatException)
            {
                printed.WriteLine($"FAIL {line}: {OneLine(exception.Message)}");
                return false;
            }
            catch (Exception exception)
            {
                // A fault of the product or of the rehearsal itself: it is this scenario's, and the others are to run all the same.
                printed.WriteLine($"FAIL {line}: {exception.GetType().Name}: {OneLine(exception.Message)}");
                fault = exception.ToString();
                return false;
            }
        }

        if (!script.Stage.FoldsTheSame())
        {
            printed.WriteLine($"FAIL {file}: folding the log again comes to another state");
            return false;
        }

        return true;
    }

    private sealed record Scene(string File, string Title, IReadOnlyList<string> Tags, IReadOnlyList<Step> Steps, string Fault);

    private sealed record Outcome(string Printed, string Progress, IReadOnlyList<string> Tags, bool Passed);
}
