using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>Whom a text speaks of.</summary>
public static class Named
{
    /// <summary>
    /// The person whom a text names first, by id or by name; null: nobody. An id counts as a word of its own only, and of several names that begin at one
    /// place the longest, or what is said of S010 would stand in the ledger of S01.
    /// </summary>
    public static StaffEntry? In(string text, IEnumerable<StaffEntry> staff)
    {
        return staff.Select(person => (Person: person, Best: Best(text, person))).Where(found => found.Best.At >= 0)
            .OrderBy(found => found.Best.At).ThenByDescending(found => found.Best.Length).Select(found => found.Person).FirstOrDefault();
    }

    private static (int At, int Length) Best(string text, StaffEntry person)
    {
        int id = PlaceOfWord(text, person.Id), name = person.Name.Length > 0 ? text.IndexOf(person.Name, StringComparison.Ordinal) : -1;
        return name >= 0 && (id < 0 || name <= id) ? (name, person.Name.Length) : (id, person.Id.Length);
    }

    private static int PlaceOfWord(string text, string word)
    {
        for (int at = word.Length == 0 ? -1 : text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            int behind = at + word.Length;
            if ((at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1])) && (behind == text.Length || !char.IsAsciiLetterOrDigit(text[behind])))
            {
                return at;
            }
        }

        return -1;
    }
}
