using System;
using DutyKiosk.Core.Records;
using Xunit;
using Entry = DutyKiosk.Core.Records.Record;

namespace DutyKiosk.Firmware.Tests.Host.Journal;

/// <summary>The members of a record come from flash as they went there.</summary>
public sealed class RecordShapeTests
{
    /// <summary>A member that the list of its type lacks is a fault of the program, not something to lose in silence.</summary>
    [Fact]
    public void AMemberThatIsNotListedIsAFault()
    {
        Entry record = new Entry(RecordType.Continued).Add(Member.Staff, "S01").Add(Member.Seconds, 7);
        Assert.Throws<InvalidOperationException>(() => { RecordShape.Pack(record, new ByteBuffer(16)); });
    }

    /// <summary>Whatever members a record has of those that its type may have, they are the same after a way over flash; and a byte less makes no record.</summary>
    [Fact]
    public void EveryMemberOfEveryTypeComesBack()
    {
        int members = 0;
        for (int type = 1; type <= RecordNames.TypeCount; type++)
        {
            for (int seed = 0; seed < 50; seed++)
            {
                Entry before = Draw((RecordType)type, new Random((type * 1000) + seed));
                var packed = new ByteBuffer(64);
                RecordShape.Pack(before, packed);
                var after = new Entry((RecordType)type);
                Assert.True(RecordShape.Unpack(after, new ByteReader(packed.Bytes, 0, packed.Length), packed.Length));
                Assert.Equal(before.Members.ToArray(), after.Members.ToArray());
                Assert.False(RecordShape.Unpack(new Entry((RecordType)type), new ByteReader(packed.Bytes, 0, packed.Length - 1), packed.Length - 1));
                members += before.Members.Length;
            }
        }

        Assert.True(members > 0);
    }

    // Any of the members that a type may have: those that it may not are found out by Pack itself.
    private static Entry Draw(RecordType type, Random random)
    {
        var record = new Entry(type) { AtMs = 1772366400000 };
        for (int member = 1; member <= RecordNames.MemberCount; member++)
        {
            var one = new Entry(type) { AtMs = record.AtMs };
            Add(one, (Member)member, random);
            if (random.Next(2) == 0 && Fits(record, one))
            {
                record.Members.Raw(one.Members.Bytes, 0, one.Members.Length);
            }
        }

        return record;
    }

    private static bool Fits(Entry record, Entry one)
    {
        var both = new Entry(record.Type);
        both.Members.Raw(record.Members.Bytes, 0, record.Members.Length);
        both.Members.Raw(one.Members.Bytes, 0, one.Members.Length);
        try
        {
            RecordShape.Pack(both, new ByteBuffer(64));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Add(Entry record, Member member, Random random)
    {
        switch (RecordNames.KindOf(member))
        {
            case MemberKind.Text:
                record.Add(member, new string('x', 1 + random.Next(12)));
                break;
            case MemberKind.Badge:
                record.AddBadge(new byte[8]);
                break;
            case MemberKind.Word:
                record.AddWord(member, 1 + random.Next(20));
                break;
            case MemberKind.Flag:
                record.AddFlag(member, true);
                break;
            default:
                record.Add(member, random.NextInt64(-1000000, 1000000));
                break;
        }
    }
}
