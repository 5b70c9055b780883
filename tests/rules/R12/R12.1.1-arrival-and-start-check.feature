@R12.1.1
Feature: R12.1.1 交接班前半小时到岗,准备用品
  Who takes over is in half an hour before the start, and has looked after log, telephone, computer and emergency equipment before the handover.

  Background:
    Given the policy pack "contact-centre"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 提前半小时到岗为准时 half an hour before the start is on time
    When "S02" taps at "07:30"
    Then the signal is "accepted"
    And the last record is "duty.clock-in" with:
      | field   | value   |
      | shift   | D1      |
      | arrival | on-time |
      | minutes | 0       |

  Scenario: 晚一分钟即为迟到 a minute after it is late, and stands in the ledger
    When "S02" taps at "07:31"
    Then the signal is "late"
    And the last record is "duty.clock-in" with:
      | field   | value |
      | arrival | late  |
      | minutes | 1     |
    And the ledger of "S02" for "2026-03" shows:
      | day        | kind | minutes | amount | excused |
      | 2026-03-02 | late | 1       | 0      | no      |

  Scenario: 改为提前十分钟到岗 a house that asks for ten minutes only
    Given the policy pack "contact-centre" with:
      | parameter           | value |
      | required lead (min) | 10    |
    When "S02" taps at "07:50"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | arrival | on-time |
      | minutes | 0       |
    And the ledger of "S02" for "2026-03" is empty

  Scenario: 用品备好再接班 with everything looked after the handover is a proper one
    When "S01" completes the sheet at "07:25"
    And "S02" taps at "07:29"
    And "S02" reads the sheet and ticks nothing at "07:32"
    And "S02" ticks "start check" at "07:35"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty |       |
    And no notice about "hasty-handover" is sent

  Scenario: 用品未备即接班为匆忙交接 who takes over without having looked after it does so in haste
    When "S01" completes the sheet at "07:25"
    And "S02" taps at "07:29"
    And "S02" reads the sheet and ticks nothing at "07:32"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty | true  |
    And a notice about "hasty-handover" reaches "S09" by "07:53"
