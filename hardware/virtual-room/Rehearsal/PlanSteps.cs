using System;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>The steps about the plan: swaps, leave, deputies, substitutes, shifts that are moved.</summary>
internal static class PlanSteps
{
    internal static void Define(StepBook book)
    {
        book.When("\"([^\"]+)\" asks \"([^\"]+)\" to take shift \"([^\"]+)\"", (script, words, _) => Ask(script, plan => plan.AskSwap(script.Known(words[0]), script.Known(words[1]), words[2])));
        book.When("\"([^\"]+)\" (accepts|declines) the swap of shift \"([^\"]+)\"", (script, words, _) =>
        {
            string staff = script.Known(words[0]);
            Ask(script, plan => words[1] is "accepts" ? plan.AcceptSwap(staff, words[2]) : plan.DeclineSwap(staff, words[2]));
        });
        book.When("\"([^\"]+)\" (approves|rejects) the swap of shift \"([^\"]+)\"", (script, words, _) =>
        {
            string staff = script.Known(words[0]);
            Ask(script, plan => words[1] is "approves" ? plan.ApproveSwap(staff, words[2]) : plan.RejectSwap(staff, words[2]));
        });
        book.When("\"([^\"]+)\" names \"([^\"]+)\" deputy for shift \"([^\"]+)\"", (script, words, _) => Ask(script, plan => plan.NameDeputy(script.Known(words[0]), script.Known(words[1]), words[2])));
        book.When("\"([^\"]+)\" names \"([^\"]+)\" substitute for \"([^\"]+)\" in shift \"([^\"]+)\"", (script, words, _) => Ask(script, plan => plan.NameSubstitute(script.Known(words[0]), script.Known(words[1]), script.Known(words[2]), words[3])));
        book.When("\"([^\"]+)\" requests leave for shift \"([^\"]+)\" with \"([^\"]+)\"", (script, words, _) => Ask(script, plan => plan.RequestLeave(script.Known(words[0]), words[1], words[2])));
        book.When("\"([^\"]+)\" (approves|rejects) the leave of \"([^\"]+)\" for shift \"([^\"]+)\"", (script, words, _) =>
        {
            (string by, string staff) = (script.Known(words[0]), script.Known(words[2]));
            Ask(script, plan => words[1] is "approves" ? plan.ApproveLeave(by, staff, words[3]) : plan.RejectLeave(by, staff, words[3]));
        });
        book.When("\"([^\"]+)\" changes shift \"([^\"]+)\" to (start|end) \"([^\"]+)\"", (script, words, _) => Ask(script, plan => plan.Move(script.Known(words[0]), words[1], words[2] is "start", words[3])));
    }

    private static void Ask(Script script, Func<PlanRequests, Answer> ask)
    {
        script.Ask("", (room, now) => ask(new PlanRequests(room, now)));
    }
}
