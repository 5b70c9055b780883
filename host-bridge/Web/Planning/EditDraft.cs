using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Web.Planning;

/// <summary>What a planner has changed and not saved yet. Each step can be taken back. It knows how every shift was when he first touched it, so that nobody's work is written over.</summary>
public sealed class EditDraft
{
    /// <summary>The longest text of one, in bytes.</summary>
    public const int MostBytes = 512 * 1024;

    private const int Most = 500;
    private readonly Stack<IReadOnlyList<ShiftEdit>> _steps = new();

    /// <summary>What he wants, in the order in which he began.</summary>
    public IReadOnlyList<ShiftEdit> Edits { get; private set; } = [];

    /// <summary>Whether there is a step to take back.</summary>
    public bool HasSteps => _steps.Count > 0;

    /// <summary>It as text, for a form.</summary>
    public string Text => JsonSerializer.Serialize(Edits);

    /// <summary>Reads it; null: it is none.</summary>
    public static EditDraft? Read(string text)
    {
        try
        {
            ShiftEdit[]? edits = text.Length > MostBytes ? null : JsonSerializer.Deserialize<ShiftEdit[]>(text);
            bool whole = edits != null && edits.Length <= Most
                && Array.TrueForAll(edits, edit => edit is { Post: not null, Shift: not null, Planned: not null } && (edit.Seen == null || ShiftPlan.IsWhole(edit.Seen)) && (edit.Wanted == null || ShiftPlan.IsWhole(edit.Wanted)));
            return whole ? new EditDraft { Edits = edits! } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What he wants of a shift; null: nothing yet.</summary>
    public ShiftEdit? Of(string post, string shift, string planned) => Edits.FirstOrDefault(edit => Is(edit, post, shift, planned));

    /// <summary>Wants something of shifts that are so now, all in one step.</summary>
    public void Want(params IReadOnlyList<ShiftEdit> wanted)
    {
        List<ShiftEdit> edits = [.. Edits];
        foreach (ShiftEdit edit in wanted)
        {
            int at = edits.FindIndex(other => Is(other, edit.Post, edit.Shift, edit.Planned));

            // How it was when it was first touched is what counts; who puts it back as it was wants nothing of it any more.
            ShiftEdit kept = at >= 0 ? edits[at] with { Wanted = edit.Wanted?.Tidy() } : edit with { Wanted = edit.Wanted?.Tidy() };
            bool nothing = kept.Seen == null ? kept.Wanted == null : kept.Wanted != null && kept.Seen.SaysTheSameAs(kept.Wanted);
            if (at >= 0)
            {
                edits.RemoveAt(at);
            }

            if (!nothing)
            {
                edits.Insert(at >= 0 ? at : edits.Count, kept);
            }
        }

        Take(edits);
    }

    /// <summary>Keeps what he wants of a shift although it was changed meanwhile: it is changed as it is now.</summary>
    public void Insist(ShiftEdit edit, ShiftPlan? now)
    {
        Take([.. Edits.Select(other => Is(other, edit.Post, edit.Shift, edit.Planned) ? other with { Seen = now } : other).Where(other => other.Seen != null || other.Wanted != null)]);
    }

    /// <summary>Wants nothing of a shift any more.</summary>
    public void Drop(ShiftEdit edit) => Take([.. Edits.Where(other => !Is(other, edit.Post, edit.Shift, edit.Planned))]);

    /// <summary>Takes the last step back.</summary>
    public void Undo()
    {
        if (_steps.TryPop(out IReadOnlyList<ShiftEdit>? before))
        {
            Edits = before;
        }
    }

    private static bool Is(ShiftEdit edit, string post, string shift, string planned)
    {
        return string.Equals(edit.Post, post, StringComparison.Ordinal) && string.Equals(edit.Shift, shift, StringComparison.Ordinal) && string.Equals(edit.Planned, planned, StringComparison.Ordinal);
    }

    private void Take(IReadOnlyList<ShiftEdit> edits)
    {
        _steps.Push(Edits);
        Edits = edits;
    }
}
