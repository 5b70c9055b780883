@R03.3.4
Feature: R03.3.4 按时交接;离开超过5分钟汇报并登记签出
  Everybody on the shift badges out and in; longer than five minutes is told, and the register is kept.

  Background:
    Given the policy pack "agent-seats"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S01    | S05  | S09        |
      | D2 | 2026-03-03 08:00 | 2026-03-03 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 09:45"
    And "S01" holds the duty
    And "S05" is in

  Scenario: 五分钟以内只登记 five minutes are registered and no more
    When "S05" taps at "10:00"
    Then the signal is "away"
    And "S05" is away
    When "S05" taps at "10:05"
    Then the last record is "away.ended" with:
      | field   | value |
      | staff   | S05   |
      | seconds | 300   |
      | over    |       |
    And "S05" is in
    And no notice about "away-too-long" is sent
    And the ledger of "S05" for "2026-03" is empty
    And the archive of "2026-03-02" holds 1 record "away.started"
    And the archive of "2026-03-02" holds 1 record "away.ended"

  Scenario: 超过五分钟汇报并入台账 longer is told while he is away, and stands in the ledger
    When "S05" taps at "10:00"
    Then a notice about "away-too-long" reaches "S09" by "10:06"
    When "S05" taps at "10:12"
    Then the last record is "away.ended" with:
      | field   | value |
      | staff   | S05   |
      | seconds | 720   |
      | over    | true  |
    And the ledger of "S05" for "2026-03" shows:
      | day        | kind      | minutes | amount | excused |
      | 2026-03-02 | away-over | 7       | 0      | no      |

  Scenario: 组长同样登记 the holder too, and the duty stays his
    When "S01" taps at "10:00"
    Then "S01" is away
    And "S01" holds the duty
    And a notice about "away-too-long" reaches "S09" by "10:06"
    And a notice about "unattended" reaches "S09" by "10:06"

  Scenario: 允许十五分钟的岗位 a house that allows a quarter of an hour
    Given the policy pack "agent-seats" with:
      | parameter    | value |
      | awayLimitMin | 15    |
    When "S05" taps at "10:00"
    And "S05" taps at "10:12"
    Then no notice about "away-too-long" is sent
    And the ledger of "S05" for "2026-03" is empty

  Scenario: 断网也登记 without a network it is registered all the same
    When the network of "T1" is lost at "09:50"
    And "S05" taps at "10:00"
    And "S05" taps at "10:12"
    And the network of "T1" is back at "10:20"
    Then a notice about "away-too-long" reaches "S09" by "10:23"
    And the archive of "2026-03-02" holds 1 record "away.ended"

  Scenario: 一去不回算到下班 who does not come back is away to the end of the shift, and not longer
    Given the time is "2026-03-02 19:30"
    When "S05" taps at "19:40"
    And the time is "21:00"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind      | minutes |
      | 2026-03-02 | away-over | 15      |
