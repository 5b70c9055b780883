using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>
/// The staff as a table. It holds the UIDs of their badges in clear, so it is for the planner's own desk. That a badge is blocked, or until when it is lent, is not in it:
/// a table that was exported before somebody lost his card must not let the finder in.
/// </summary>
public static class StaffCsv
{
    private static readonly string[] Required = ["id", "name"];
    private static readonly string[] Optional = ["role", "badges", "qualified"];

    /// <summary>Writes them.</summary>
    public static string Write(IEnumerable<StaffEntry> staff)
    {
        return Csv.Write(staff.Select(person => new[] { person.Id, person.Name, person.Role, string.Join(' ', person.Badges), person.Qualified ? "yes" : "no" })
            .Prepend([.. Required, .. Optional]));
    }

    /// <summary>Reads them, or says on which lines it cannot.</summary>
    public static Imported<StaffEntry> Read(ReadOnlySpan<byte> bytes)
    {
        Imported<CsvRow> table = Csv.Read(bytes, Required, Optional);
        var staff = new List<StaffEntry>();
        var faults = new List<ImportFault>(table.Faults);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var badges = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (CsvRow row in table.Entries.TakeWhile(_ => faults.Count < ImportBounds.Faults))
        {
            var person = new StaffEntry { Id = row["id"].Trim(), Name = row["name"], Badges = Csv.Ids(row["badges"]) };
            string role = row["role"].Trim().ToLowerInvariant();
            person.Role = role.Length > 0 ? role : person.Role;
            bool? qualified = YesOrNo(row["qualified"].Trim().ToLowerInvariant());
            person.Qualified = qualified ?? true;
            (string What, string Word, string Value)? fault = !RecordBody.IsId(person.Id) ? ($"'{person.Id}' is no id: use 1 to 12 of the characters A-Z a-z 0-9 . _ -", "person-id", person.Id)
                : !RosterModel.Roles.Contains(person.Role, StringComparer.Ordinal) ? ($"role '{person.Role}' is none of {string.Join(", ", RosterModel.Roles)}.", "staff-role", person.Role)
                : qualified == null ? ($"qualified '{row["qualified"]}' is neither yes nor no.", "staff-qualified", row["qualified"])
                : person.Badges.Find(badge => !Badge.Is(badge)) is { } none ? ($"badge '{none}' is no UID: {Badge.Wanted}, and format the column as text, or a spreadsheet takes zeros away.", "staff-badge", none)
                : person.Badges.Find(Badge.IsRandom) is { } random ? ($"badge {random} is a random UID, as telephones draw one at each tap: nobody can be known by it, so give the person a card.", "staff-random", random)
                : !ids.Add(person.Id) ? ($"{person.Id} stands there twice: ids are unique.", "staff-twice", person.Id)
                : person.Badges.Find(badge => !badges.Add(badge)) is { } twice ? ($"badge {twice} is given twice: a badge belongs to one person.", "staff-badge-twice", twice)
                : null;
            if (fault is { } found)
            {
                faults.Add(new ImportFault(row.Where, found.What, found.Word, found.Value));
            }
            else
            {
                staff.Add(person);
            }
        }

        return new Imported<StaffEntry>(staff, faults);
    }

    private static bool? YesOrNo(string word) => word switch
    {
        "" or "yes" or "true" or "1" or "是" => true,
        "no" or "false" or "0" or "否" => false,
        _ => null,
    };
}
