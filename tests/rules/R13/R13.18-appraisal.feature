@R13.18
Feature: R13.18 定期评价考核
  The month's figures come from the records; the manager is reminded of them on the last day of the month, and confirms what they propose.

  Background:
    Given the policy pack "hotline-template"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And the sheets are complete

  Scenario: 月度数据 shifts, lateness, leaving early, hours worked
    Given shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 10:00 | S01    | S05  | S09        |
      | D2 | 2026-03-02 10:00 | 2026-03-02 12:00 |        | S05  | S09        |
    And the time is "2026-03-02 07:50"
    When "S05" taps at "08:10"
    And "S05" taps at "09:30"
    And "S05" taps at "10:05"
    And "S05" taps at "12:00"
    Then the figures of "S05" for "2026-03" show:
      | figure         | value |
      | shifts         | 2     |
      | late           | 2     |
      | late minutes   | 15    |
      | early          | 1     |
      | absent         | 0     |
      | worked minutes | 195   |
    And the ledger of "S05" for "2026-03" proposes the grade "评定"
    And the ledger of "S05" for "2026-03" is a proposal
    When "S10" confirms the ledger of "S05" for "2026-03"
    Then the ledger of "S05" for "2026-03" is confirmed by "S10"

  Scenario: 月末提醒经理 on the last day of the month the manager is reminded at nine
    Given shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-31 08:00 | 2026-03-31 10:00 | S01    | S05  | S09        |
    And the time is "2026-03-31 08:50"
    When the time is "08:59"
    Then no notice about "monthly-hand-in" is sent
    And a notice about "monthly-hand-in" reaches "S10" by "09:01"

  Scenario: 其他日子不提醒 on any other day nobody is
    Given shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-30 08:00 | 2026-03-30 10:00 | S01    | S05  | S09        |
    And the time is "2026-03-30 08:50"
    When the time is "09:10"
    Then no notice about "monthly-hand-in" is sent

  Scenario: 若本室不考核 where the house has it switched off, nobody is
    Given the policy pack "hotline-template" with:
      | parameter     | value |
      | monthlyHandIn | off   |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-31 08:00 | 2026-03-31 10:00 | S01    | S05  | S09        |
    And the time is "2026-03-31 08:50"
    When the time is "09:10"
    Then no notice about "monthly-hand-in" is sent
