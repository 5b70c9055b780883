@R15.3.1
Feature: R15.3.1 值班时间7:00–21:00,周六到20:30,周日晚可不在办公室
  The hours follow the weekday. On Sunday evening calls may be taken outside the office, and are entered by half past eight on Monday.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |

  Scenario: 周六到20点30分 on Saturday the service may be closed from twenty past eight on
    Given the policy pack "newsroom"
    And the rotation "weekday-hours" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the time is "2026-03-07 19:50"
    And "S02" holds the duty
    When "S02" taps at "20:20"
    Then the last record is "duty.clock-out" with:
      | field  | value |
      | shift  | W0307 |
      | holder | true  |
    And nobody holds the duty

  Scenario: 平日到21点 on a Friday it is not over then: who leaves the desk has only stepped away
    Given the policy pack "newsroom"
    And the rotation "weekday-hours" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the time is "2026-03-06 19:50"
    And "S01" holds the duty
    When "S01" taps at "20:20"
    Then the last record is "away.started" with:
      | field | value |
      | staff | S01   |
    And "S01" holds the duty
    When "S01" taps at "20:40"
    And "S01" taps at "21:00"
    Then nobody holds the duty

  Scenario: 平日20点30分以后无人值班要提示 a Friday that is rostered like a Saturday leaves a gap, the Saturday does not
    Given the policy pack "newsroom"
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D5 | 2026-03-06 07:00 | 2026-03-06 20:30 | S01    | S09        |
      | D6 | 2026-03-07 07:00 | 2026-03-07 20:30 | S02    | S09        |
      | D7 | 2026-03-08 07:00 | 2026-03-08 21:00 | S01    | S09        |
    And the time is "2026-03-06 07:30"
    And "S01" holds the duty
    Then the roster warns of "coverage-gap" for "hotline" on "2026-03-06"
    And a notice about "coverage-gap" reaches "S09" by "07:30"
    And there is 1 notice about "coverage-gap"

  Scenario: 周六、周日也值班 the days of work of a rotation are all seven
    Given the policy pack "newsroom"
    And the rotation "weekday-hours" from "2026-03-02" with:
      | parameter  | value                                 |
      | leaders    | S01 S02                               |
      | supervisor | S09                                   |
      | hours      | workdays 07:00-21:00; Sat 07:00-20:30 |
    And the time is "2026-03-06 12:00"
    Then the calendar of "S02" shows shift "W0307"
    And the calendar of "S01" shows shift "W0308"

  Scenario: 周日晚可以不在办公室 on Sunday evening the holder may leave the desk
    Given the policy pack "newsroom"
    And the rotation "weekday-hours" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the time is "2026-03-08 17:50"
    And "S01" holds the duty
    When "S01" taps at "18:00"
    Then "S01" is away
    When "S01" taps at "20:40"
    Then no notice about "unattended" is sent
    And no notice about "away-too-long" is sent
    And the ledger of "S01" for "2026-03" is empty

  Scenario: 开始时间改为20点则不可 where the evening begins at eight the same absence is a fault
    Given the policy pack "newsroom" with:
      | parameter      | value |
      | offSiteSunFrom | 20:00 |
    And the rotation "weekday-hours" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the time is "2026-03-08 17:50"
    And "S01" holds the duty
    When "S01" taps at "18:00"
    And "S01" taps at "20:40"
    Then a notice about "unattended" reaches "S09"
    And the ledger of "S01" for "2026-03" shows:
      | day        | kind       | minutes | amount |
      | 2026-03-08 | unattended | 75      | 100    |

  Scenario: 周一早8点30分以前未补录 what was not entered by half past eight on Monday is told
    Given the policy pack "newsroom"
    And the rotation "weekday-hours" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the time is "2026-03-08 20:30"
    And "S01" holds the duty
    When "S01" taps at "20:40"
    And "S02" taps at "2026-03-09 07:00"
    Then "S02" holds the duty
    And the sheet of shift "W0308" is frozen
    When the time is "08:29"
    Then no notice about "item-overdue" is sent
    When the time is "08:31"
    Then a notice about "item-overdue" reaches "S01" by "08:31"
    And a notice about "item-overdue" reaches "S09" by "08:31"

  Scenario: 周一早8点30分以前补录完 entered in time nothing is told
    Given the policy pack "newsroom"
    And the rotation "weekday-hours" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the time is "2026-03-08 20:30"
    And "S01" holds the duty
    When "S01" taps at "20:40"
    And "S02" taps at "2026-03-09 07:00"
    And "S01" amends the sheet with "three calls taken at home" at "08:10"
    And the time is "08:31"
    Then the sheet of shift "W0308" shows the amendment "three calls taken at home"
    And no notice about "item-overdue" is sent

  Scenario: 补录期限可由制度改 where they are due at ten, half past eight is soon enough
    Given the policy pack "newsroom" with:
      | parameter     | value |
      | entriesDueMon | 10:00 |
    And the rotation "weekday-hours" from "2026-03-02" with:
      | parameter  | value   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the time is "2026-03-08 20:30"
    And "S01" holds the duty
    When "S01" taps at "20:40"
    And "S02" taps at "2026-03-09 07:00"
    And the time is "2026-03-09 08:31"
    Then the sheet of shift "W0308" is frozen
    And no notice about "item-overdue" is sent
    When the time is "10:01"
    Then a notice about "item-overdue" reaches "S01" by "10:01"
